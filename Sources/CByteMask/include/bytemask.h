// Kernels over bytes that need the processor's wide instructions; everything else is Swift.
#ifndef BYTEMASK_H
#define BYTEMASK_H
#include "bytemask_json.h"
#include "bytemask_words.h"
#endif
