// SPDX-License-Identifier: GPL-2.0-only
/*
 * A two-level TLB with true LRU, and three patterns of accesses: the reference that ptemu's model is held against, in counts
 * (Tests/Tlb/Hardware) and in speed (ptemu tlb --against-reference). It shares no code with ptemu.
 *
 *   cc -O3 -march=native -o tlb tlb.c        ./tlb zipf 17179869184 1000000
 *   cc -O3 -march=native -shared -fPIC -o libtlb.so tlb.c
 *
 * The sizes are constants, so that the compiler can unroll and vectorize. A set is kept in the order of use, the last used first:
 * of the two usual ways (this, and a time stamp for each entry) it is the faster one with gcc 12.
 * Everything is integer arithmetic, so that the accesses are the same on every machine and in every language.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef L1_SETS
#define L1_SETS 16
#define L1_WAYS 4
#define L2_SETS 128
#define L2_WAYS 12
#endif
#define PAGE_SHIFT 12
#define NO_PAGE UINT64_MAX

struct tlb {
	uint64_t l1[L1_SETS][L1_WAYS];
	uint64_t l2[L2_SETS][L2_WAYS];
};

/* Is the page in the set? Either way it is the first of the set afterwards. */
static inline __attribute__((always_inline)) int use(uint64_t *set, int ways, uint64_t page)
{
	uint64_t moved = set[0];

	if (moved == page)
		return 1;
	set[0] = page;
	for (int way = 1; way < ways; way++) {
		uint64_t next = set[way];

		set[way] = moved;
		if (next == page)
			return 1;
		moved = next;
	}
	return 0;
}

struct tlb *tlb_new(void)
{
	struct tlb *tlb = aligned_alloc(64, (sizeof(*tlb) + 63) / 64 * 64);

	if (tlb)
		memset(tlb, 0xff, sizeof(*tlb));
	return tlb;
}

void tlb_free(struct tlb *tlb)
{
	free(tlb);
}

/* Adds to misses[0] what the first level did not hold, to misses[1] what neither did. */
void tlb_run(struct tlb *tlb, const uint64_t *addresses, uint64_t count, uint64_t *misses)
{
	uint64_t l1_misses = 0, l2_misses = 0;

	for (uint64_t i = 0; i < count; i++) {
		uint64_t page = addresses[i] >> PAGE_SHIFT;

		if (use(tlb->l1[page % L1_SETS], L1_WAYS, page))
			continue;
		l1_misses++;
		l2_misses += !use(tlb->l2[page % L2_SETS], L2_WAYS, page);
	}
	misses[0] += l1_misses;
	misses[1] += l2_misses;
}

/* SplitMix64 (Steele, Lea, Flood, 2014). */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* 0 .. limit - 1, of a random number of 64 bits. */
static uint64_t below(uint64_t random, uint64_t limit)
{
	return (uint64_t)(((unsigned __int128)random * limit) >> 64);
}

/* log2(i) * 2^32, rounded down: a bit for each squaring of the mantissa. */
static uint64_t log2_fixed(uint64_t i)
{
	int whole = 63 - __builtin_clzll(i);
	uint64_t mantissa = i << (63 - whole), fraction = 0;

	for (int bit = 31; bit >= 0; bit--) {
		unsigned __int128 square = (unsigned __int128)mantissa * mantissa;

		if (square >> 127) {
			mantissa = (uint64_t)(square >> 64);
			fraction |= UINT64_C(1) << bit;
		} else {
			mantissa = (uint64_t)(square >> 63);
		}
	}
	return ((uint64_t)whole << 32) | fraction;
}

/* floor(sqrt(n)) */
static uint64_t root(unsigned __int128 n)
{
	uint64_t r = 0;

	for (int bit = 63; bit >= 0; bit--) {
		uint64_t t = r | (UINT64_C(1) << bit);

		if ((unsigned __int128)t * t <= n)
			r = t;
	}
	return r;
}

/* Ranks by Zipf's law with s = 0.99, drawn by Walker's alias method. */
struct zipf {
	uint64_t count, total;
	uint64_t *threshold;
	uint32_t *alias;
};

static int zipf_init(struct zipf *zipf, uint64_t count)
{
	uint64_t half_roots[32], small = 0, large = 0;
	int bits = 62 - (count < 2 ? 0 : 64 - __builtin_clzll(count - 1));
	uint32_t *stack = malloc(count * sizeof(*stack));

	zipf->count = count;
	zipf->total = 0;
	zipf->threshold = malloc(count * sizeof(*zipf->threshold));
	zipf->alias = malloc(count * sizeof(*zipf->alias));
	if (!stack || !zipf->threshold || !zipf->alias)
		return -1;
	/* half_roots[k] = 2^-(2^-(k+1)) * 2^63 */
	half_roots[0] = root((unsigned __int128)1 << 125);
	for (int k = 1; k < 32; k++)
		half_roots[k] = root((unsigned __int128)half_roots[k - 1] << 63);
	for (uint64_t i = 0; i < count; i++) {
		uint64_t exponent = log2_fixed(i + 1) * 99 / 100, weight = UINT64_C(1) << 63;

		for (int k = 0; k < 32; k++) {
			if (exponent >> (31 - k) & 1)
				weight = (uint64_t)(((unsigned __int128)weight * half_roots[k]) >> 63);
		}
		weight = weight >> (63 - bits) >> (exponent >> 32);
		zipf->threshold[i] = weight * count;
		zipf->total += weight;
	}
	/* Below the average from the bottom of the stack, the others from its top. */
	for (uint64_t i = 0; i < count; i++) {
		if (zipf->threshold[i] < zipf->total)
			stack[small++] = (uint32_t)i;
		else
			stack[count - ++large] = (uint32_t)i;
	}
	while (small && large) {
		uint32_t poor = stack[--small], rich = stack[count - large];

		zipf->alias[poor] = rich;
		zipf->threshold[rich] -= zipf->total - zipf->threshold[poor];
		if (zipf->threshold[rich] < zipf->total) {
			large--;
			stack[small++] = rich;
		}
	}
	for (; large; large--)
		zipf->threshold[stack[count - large]] = zipf->total;
	for (; small; small--)
		zipf->threshold[stack[small - 1]] = zipf->total;
	free(stack);
	return 0;
}

static uint64_t zipf_draw(const struct zipf *zipf, uint64_t *state)
{
	uint64_t slot = below(next_random(state), zipf->count);

	return below(next_random(state), zipf->total) < zipf->threshold[slot] ? slot : zipf->alias[slot];
}

enum pattern { SEQUENTIAL, ZIPF, RANDOM };

static uint64_t address(enum pattern pattern, uint64_t i, uint64_t bytes, const struct zipf *zipf, uint64_t *state)
{
	uint64_t pages = bytes >> PAGE_SHIFT, page;

	if (pattern == SEQUENTIAL)
		return i * 64 % bytes;
	if (pattern == ZIPF)
		page = zipf_draw(zipf, state) * UINT64_C(2654435761) % pages;
	else
		page = below(next_random(state), pages);
	return page << PAGE_SHIFT | (next_random(state) & 63) << 6;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "sequential", "zipf", "random" };
	static uint64_t block[4096];
	uint64_t misses[2] = { 0, 0 }, hash = 14695981039346656037u, state = 42;
	struct zipf zipf = { 0 };
	struct tlb *tlb = tlb_new();
	int pattern = 0;

	while (argc >= 4 && pattern < 3 && strcmp(argv[1], names[pattern]))
		pattern++;
	if (argc < 4 || pattern == 3) {
		fprintf(stderr, "usage: %s sequential|zipf|random BYTES ACCESSES [SEED]\n", argv[0]);
		return 2;
	}
	uint64_t bytes = strtoull(argv[2], NULL, 0), count = strtoull(argv[3], NULL, 0);

	if (argc > 4)
		state = strtoull(argv[4], NULL, 0);
	if (!tlb || bytes < 4096 || (pattern == ZIPF && zipf_init(&zipf, bytes >> PAGE_SHIFT))) {
		fprintf(stderr, "%s: no memory, or less than a page of it asked for\n", argv[0]);
		return 2;
	}
	for (uint64_t done = 0; done < count;) {
		uint64_t n = 0;

		for (; n < 4096 && done + n < count; n++) {
			block[n] = address((enum pattern)pattern, done + n, bytes, &zipf, &state);
			hash = (hash ^ block[n]) * UINT64_C(1099511628211);
		}
		tlb_run(tlb, block, n, misses);
		done += n;
	}
	printf("accesses=%" PRIu64 " l1_hits=%" PRIu64 " l2_hits=%" PRIu64 " misses=%" PRIu64 " addresses=%016" PRIx64 "\n",
	       count, count - misses[0], misses[0] - misses[1], misses[1], hash);
	return 0;
}
