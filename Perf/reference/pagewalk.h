/* SPDX-License-Identifier: GPL-2.0-only */
/* A generic walk: one walker for all who have a callback. */
#ifndef PTEMU_PAGEWALK_H
#define PTEMU_PAGEWALK_H

#include "reference.h"

struct walk;

struct walk_ops {
	/* Each entry of a PMD table, and the range that it translates. Not 0 ends the walk. */
	int (*pmd_entry)(uint64_t *pmd, uint64_t address, uint64_t next, struct walk *walk);
	/* A range without a table; may be missing. */
	int (*hole)(uint64_t address, uint64_t next, struct walk *walk);
};

struct walk {
	const struct walk_ops *ops;
	uint8_t *memory;
	void *private;
};

/* Four levels from root. */
int walk_range(struct walk *walk, uint64_t root, uint64_t start, uint64_t end);

#endif
