/* SPDX-License-Identifier: GPL-2.0-only */
/* Building page tables with nothing around it: the entries of full PMD tables, and of the PUD tables that name them. */
#include "reference.h"

enum {
	ENTRY_TABLE = 0x67,
	ENTRY_PAGE = 0xe7,
};

/* The PMD tables come first, one for each 1G, then the PUD tables. Returns how many entries it wrote. */
EXPORT uint64_t ref_fill(uint64_t *memory, size_t tables, uint64_t first_page)
{
	uint64_t *puds = memory + tables * PTRS_PER_TABLE;

	for (size_t table = 0; table < tables; table++) {
		uint64_t *entries = memory + table * PTRS_PER_TABLE;
		uint64_t page = first_page + table * PUD_SIZE;

		for (size_t i = 0; i < PTRS_PER_TABLE; i++)
			entries[i] = (page + i * PMD_SIZE) | ENTRY_PAGE;
		puds[table] = (table << PAGE_SHIFT) | ENTRY_TABLE;
	}
	return tables * PTRS_PER_TABLE + tables;
}

/* What ptemu knows of a frame, 16 bytes beside the table itself: the share count, and the leaf that was seen last, its index and P and W. */
struct shared_frame {
	int32_t share_count;
	int32_t owner;
	uint32_t seen_leaf;
	int32_t rest;
};

enum {
	SEEN_PRESENT_WRITE = 3,
};

/* A process takes all tables that the PUD tables of another name, if the first page of each is known to be there, or is when the entry is
 * read: one PUD table of each side after the other. */
EXPORT uint64_t ref_share(uint8_t *memory, struct shared_frame *infos, const uint64_t *from, uint64_t *to, size_t first, size_t count)
{
	for (size_t i = first; i < first + count; i++) {
		uint64_t entry = from[i];

		if ((entry & (ENTRY_PRESENT | ENTRY_PS)) != ENTRY_PRESENT || to[i])
			return i - first;
		struct shared_frame *info = &infos[(entry & ENTRY_ADDRESS) >> PAGE_SHIFT];

		if (info->seen_leaf != SEEN_PRESENT_WRITE) {
			if (i + 24 < first + count)
				__builtin_prefetch(table_at(memory, from[i + 24]));
			info->seen_leaf = *table_at(memory, entry) & SEEN_PRESENT_WRITE;
			if (info->seen_leaf != SEEN_PRESENT_WRITE)
				return i - first;
		}
		info->share_count++;
		to[i] = (entry & ENTRY_ADDRESS) | ENTRY_TABLE;
	}
	return count;
}
