#ifndef BYTEMASK_H
#define BYTEMASK_H
#include <stdint.h>
#include <stddef.h>
#endif
