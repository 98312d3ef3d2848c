/* SPDX-License-Identifier: GPL-2.0-only */
/* What ptemu's own loops are held against: `ptemu bench --reference` builds this folder with the C compiler of the machine, loads it into
 * its own process, and measures both in turn on the same bytes. */
#ifndef PTEMU_REFERENCE_H
#define PTEMU_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

enum {
	PTRS_PER_TABLE = 512,
	PAGE_SHIFT = 12,
	PMD_SHIFT = 21,
	PUD_SHIFT = 30,
	P4D_SHIFT = 39,
};

#define PMD_SIZE (1ul << PMD_SHIFT)
#define PUD_SIZE (1ul << PUD_SHIFT)
#define P4D_SIZE (1ul << P4D_SHIFT)

#define ENTRY_PRESENT (1ul << 0)
#define ENTRY_PS (1ul << 7)
#define ENTRY_ADDRESS 0x000ffffffffff000ul

#define EXPORT __attribute__((visibility("default")))

static inline size_t index_of(uint64_t address, int shift)
{
	return (address >> shift) & (PTRS_PER_TABLE - 1);
}

/* Physical address P of the emulated machine is byte P of its memory. */
static inline uint64_t *table_at(uint8_t *memory, uint64_t entry)
{
	return (uint64_t *)(memory + (entry & ENTRY_ADDRESS));
}

#endif
