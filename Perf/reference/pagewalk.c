/* SPDX-License-Identifier: GPL-2.0-only */
/* A generic walk: level by level, a callback for each entry, which the compiler can't see from here. */
#include "pagewalk.h"

/* The end of the span of this level that an address lies in, or of the range. */
static uint64_t next_boundary(uint64_t address, uint64_t end, int shift)
{
	uint64_t boundary = ((address >> shift) + 1) << shift;

	return boundary < end ? boundary : end;
}

static int walk_hole(struct walk *walk, uint64_t address, uint64_t next)
{
	return walk->ops->hole ? walk->ops->hole(address, next, walk) : 0;
}

static int walk_pmd_table(struct walk *walk, uint64_t *table, uint64_t address, uint64_t end)
{
	uint64_t next;
	int error;

	for (; address < end; address = next) {
		next = next_boundary(address, end, PMD_SHIFT);
		error = walk->ops->pmd_entry(table + index_of(address, PMD_SHIFT), address, next, walk);
		if (error)
			return error;
	}

	return 0;
}

static int walk_pud_table(struct walk *walk, uint64_t *table, uint64_t address, uint64_t end)
{
	uint64_t next, entry;
	int error;

	for (; address < end; address = next) {
		next = next_boundary(address, end, PUD_SHIFT);
		entry = table[index_of(address, PUD_SHIFT)];
		if ((entry & (ENTRY_PRESENT | ENTRY_PS)) == ENTRY_PRESENT)
			error = walk_pmd_table(walk, table_at(walk->memory, entry), address, next);
		else
			error = walk_hole(walk, address, next);
		if (error)
			return error;
	}

	return 0;
}

int walk_range(struct walk *walk, uint64_t root, uint64_t start, uint64_t end)
{
	uint64_t *table = table_at(walk->memory, root);
	uint64_t address, next, entry;
	int error;

	for (address = start; address < end; address = next) {
		next = next_boundary(address, end, P4D_SHIFT);
		entry = table[index_of(address, P4D_SHIFT)];
		if (entry & ENTRY_PRESENT)
			error = walk_pud_table(walk, table_at(walk->memory, entry), address, next);
		else
			error = walk_hole(walk, address, next);
		if (error)
			return error;
	}

	return 0;
}
