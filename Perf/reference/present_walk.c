/* SPDX-License-Identifier: GPL-2.0-only */
/* The present entries, counted by a callback of the generic walk. */
#include "pagewalk.h"

static int count_present(uint64_t *pmd, uint64_t address, uint64_t next, struct walk *walk)
{
	(void)address;
	(void)next;
	if (*pmd & ENTRY_PRESENT)
		++*(uint64_t *)walk->private;
	return 0;
}

EXPORT uint64_t ref_walk_present(uint8_t *memory, uint64_t root, uint64_t start, uint64_t end)
{
	static const struct walk_ops ops = { .pmd_entry = count_present };
	uint64_t present = 0;
	struct walk walk = { .ops = &ops, .memory = memory, .private = &present };

	walk_range(&walk, root, start, end);
	return present;
}
