/* SPDX-License-Identifier: GPL-2.0-only */
/* The same as scan_avx512.c with AVX2 intrinsics: as many bytes in a step of a loop. */
#include <immintrin.h>

#include "reference.h"

#define EXPORT_AVX2 EXPORT __attribute__((target("avx2")))

#define LOAD(entry) _mm256_load_si256((const __m256i *)(entry))

#define READ(all, entry) ((all) = _mm256_or_si256((all), LOAD(entry)))

#define ADD_PRESENT(sum, entry) \
	((sum) = _mm256_add_epi64((sum), _mm256_and_si256(LOAD(entry), _mm256_set1_epi64x(ENTRY_PRESENT))))

/* 32 entries, in four sums: a step of each loop. */
#define STEP(do_one, entry) do { \
	do_one(a, (entry)); \
	do_one(b, (entry) + 4); \
	do_one(c, (entry) + 8); \
	do_one(d, (entry) + 12); \
	do_one(a, (entry) + 16); \
	do_one(b, (entry) + 20); \
	do_one(c, (entry) + 24); \
	do_one(d, (entry) + 28); \
} while (0)

/* Each byte is loaded once, and that is all that is asked of it. */
EXPORT_AVX2 uint64_t ref_read_avx2(const uint64_t *entries, size_t count)
{
	__m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;

	for (size_t i = 0; i < count; i += 32)
		STEP(READ, entries + i);

	a = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
	return _mm256_extract_epi64(a, 0) | _mm256_extract_epi64(a, 1) | _mm256_extract_epi64(a, 2) | _mm256_extract_epi64(a, 3);
}

/* Tables that lie together: one array of entries. */
EXPORT_AVX2 uint64_t ref_present_avx2(const uint64_t *entries, size_t count)
{
	__m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;

	for (size_t i = 0; i < count; i += 32)
		STEP(ADD_PRESENT, entries + i);

	a = _mm256_add_epi64(_mm256_add_epi64(a, b), _mm256_add_epi64(c, d));
	return _mm256_extract_epi64(a, 0) + _mm256_extract_epi64(a, 1) + _mm256_extract_epi64(a, 2) + _mm256_extract_epi64(a, 3);
}

/* Tables anywhere, by pointer: what our scan takes. */
EXPORT_AVX2 uint64_t ref_present_list_avx2(const uint64_t *const *tables, size_t count)
{
	__m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;

	for (size_t t = 0; t < count; t++) {
		for (size_t i = 0; i < PTRS_PER_TABLE; i += 32)
			STEP(ADD_PRESENT, tables[t] + i);
	}

	a = _mm256_add_epi64(_mm256_add_epi64(a, b), _mm256_add_epi64(c, d));
	return _mm256_extract_epi64(a, 0) + _mm256_extract_epi64(a, 1) + _mm256_extract_epi64(a, 2) + _mm256_extract_epi64(a, 3);
}
