/* SPDX-License-Identifier: GPL-2.0-only */
/* The unshare walks as loops over the same tables: 2M steps (v5 as posted), and 1G steps with a mmu_gather (6.19). They do what the emulated
 * ones do with ptemu's silent probe, check for check: four or five levels, pages of 2M or 1G, which locks are held, what the gather owes. */
#include "reference.h"

/* What ptemu knows of a frame, 16 bytes beside the table itself. */
struct frame_info {
	int32_t share_count;
	int32_t owner;
	uint32_t next_free;
	uint16_t held;
	uint8_t level;
};

struct unshare {
	uint8_t *memory;
	struct frame_info *infos;
	uint64_t root;
	uint64_t page_size;
	/* counts; the first two are kept by the loops that say so */
	uint64_t lookups;
	uint64_t attempts;
	uint64_t unshared;
	uint64_t not_locked;
	/* the gather */
	uint64_t range_start;
	uint64_t range_end;
	int32_t cleared_level;
	int32_t unshared_tables;
	int32_t fully_unshared_tables;
	int32_t levels;
	/* the rules and the locks */
	int32_t counts_page_references;
	int32_t cpu;
	int32_t i_mmap_writer;
	int32_t vma_lock_writer;
};

static inline uint64_t *pud_offset(const struct unshare *u, uint64_t address)
{
	uint64_t top = u->root;

	if (u->levels == 5) {
		top = table_at(u->memory, top)[index_of(address, P4D_SHIFT + 9)];
		if (!(top & ENTRY_PRESENT))
			return NULL;
	}
	top = table_at(u->memory, top)[index_of(address, P4D_SHIFT)];
	if (!(top & ENTRY_PRESENT))
		return NULL;
	return table_at(u->memory, top) + index_of(address, PUD_SHIFT);
}

static inline uint64_t *huge_pte_offset(struct unshare *u, uint64_t address, int counts)
{
	uint64_t *pud = pud_offset(u, address);

	if (counts)
		u->lookups++;
	if (!pud || u->page_size != PMD_SIZE)
		return pud;
	if ((*pud & (ENTRY_PRESENT | ENTRY_PS)) != ENTRY_PRESENT)
		return NULL;
	return table_at(u->memory, *pud) + index_of(address, PMD_SHIFT);
}

/* Not 0: the table is detached, and *info is what is known of it. */
static inline int huge_pmd_unshare(struct unshare *u, uint64_t address, uint64_t *ptep, struct frame_info **info, int counts)
{
	if (counts)
		u->attempts++;
	if (u->page_size != PMD_SIZE)
		return 0;
	*info = u->infos + (((uint8_t *)ptep - u->memory) >> PAGE_SHIFT);
	if (!(*info)->share_count && !(u->counts_page_references && (*info)->held))
		return 0;
	if (u->i_mmap_writer != u->cpu || u->vma_lock_writer != u->cpu)
		u->not_locked++;
	*pud_offset(u, address) = 0;
	(*info)->share_count--;
	u->unshared++;
	return 1;
}

static inline void owe(struct unshare *u, uint64_t address, const struct frame_info *info)
{
	uint64_t start = address & ~(PUD_SIZE - 1);

	u->unshared_tables = 1;
	if (!info->share_count)
		u->fully_unshared_tables = 1;
	if (!u->cleared_level || u->cleared_level > 2)
		u->cleared_level = 2;
	if (start < u->range_start)
		u->range_start = start;
	if (start + PUD_SIZE > u->range_end)
		u->range_end = start + PUD_SIZE;
}

static inline void unshare_2m(struct unshare *u, uint64_t start, uint64_t end, int counts)
{
	struct frame_info *info;

	for (uint64_t address = start; address < end; address += u->page_size) {
		uint64_t *ptep = huge_pte_offset(u, address, counts);

		if (ptep && huge_pmd_unshare(u, address, ptep, &info, counts))
			address = ((address + PUD_SIZE - 1) & ~(PUD_SIZE - 1)) - PMD_SIZE;
	}
}

static inline void unshare_1g(struct unshare *u, uint64_t start, uint64_t end, int counts)
{
	struct frame_info *info;

	for (uint64_t address = start; address < end; address += PUD_SIZE) {
		uint64_t *ptep = huge_pte_offset(u, address, counts);

		if (ptep && huge_pmd_unshare(u, address, ptep, &info, counts))
			owe(u, address, info);
	}
}

EXPORT void ref_unshare_2m(struct unshare *u, uint64_t start, uint64_t end)
{
	unshare_2m(u, start, end, 0);
}

EXPORT void ref_unshare_1g(struct unshare *u, uint64_t start, uint64_t end)
{
	unshare_1g(u, start, end, 0);
}

EXPORT void ref_unshare_2m_counted(struct unshare *u, uint64_t start, uint64_t end)
{
	unshare_2m(u, start, end, 1);
}

EXPORT void ref_unshare_1g_counted(struct unshare *u, uint64_t start, uint64_t end)
{
	unshare_1g(u, start, end, 1);
}
