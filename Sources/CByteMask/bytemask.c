#include "bytemask.h"
