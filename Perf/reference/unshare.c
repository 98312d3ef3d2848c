/* SPDX-License-Identifier: GPL-2.0-only */
/* The unshare walks as loops over the same tables: 2M steps (v5 as posted), and 1G steps (merged since 5.13). They do what the emulated ones
 * do to tables and counts, and no more: locks, notifiers and flushes are no work here, as with ptemu's silent probe. */
#include "reference.h"

/* What ptemu knows of a frame, 16 bytes beside the table itself. */
struct frame_info {
	int32_t share_count;
	int32_t other[3];
};

struct unshare {
	uint8_t *memory;
	struct frame_info *infos;
	uint64_t root;
	/* counts */
	uint64_t lookups;
	uint64_t attempts;
	uint64_t unshared;
	uint64_t fully_unshared;
};

static uint64_t *pud_offset(const struct unshare *u, uint64_t address)
{
	uint64_t p4d = table_at(u->memory, u->root)[index_of(address, P4D_SHIFT)];

	if (!(p4d & ENTRY_PRESENT))
		return NULL;
	return table_at(u->memory, p4d) + index_of(address, PUD_SHIFT);
}

static uint64_t *huge_pte_offset(struct unshare *u, uint64_t address)
{
	uint64_t *pud = pud_offset(u, address);

	u->lookups++;
	if (!pud || (*pud & (ENTRY_PRESENT | ENTRY_PS)) != ENTRY_PRESENT)
		return NULL;
	return table_at(u->memory, *pud) + index_of(address, PMD_SHIFT);
}

static int huge_pmd_unshare(struct unshare *u, uint64_t address, uint64_t *ptep)
{
	struct frame_info *info = u->infos + (((uint8_t *)ptep - u->memory) >> PAGE_SHIFT);

	u->attempts++;
	if (!info->share_count)
		return 0;
	*pud_offset(u, address) = 0;
	if (!--info->share_count)
		u->fully_unshared++;
	u->unshared++;
	return 1;
}

EXPORT void ref_unshare_2m(struct unshare *u, uint64_t start, uint64_t end)
{
	for (uint64_t address = start; address < end; address += PMD_SIZE) {
		uint64_t *ptep = huge_pte_offset(u, address);

		if (ptep && huge_pmd_unshare(u, address, ptep))
			address = ((address + PUD_SIZE - 1) & ~(PUD_SIZE - 1)) - PMD_SIZE;
	}
}

EXPORT void ref_unshare_1g(struct unshare *u, uint64_t start, uint64_t end)
{
	for (uint64_t address = start; address < end; address += PUD_SIZE) {
		uint64_t *ptep = huge_pte_offset(u, address);

		if (ptep)
			huge_pmd_unshare(u, address, ptep);
	}
}
