/* SPDX-License-Identifier: GPL-2.0-only */
/* A tight scan of page-table entries, and a plain read of the same bytes, with AVX-512 intrinsics. */
#include <immintrin.h>

#include "reference.h"

#define EXPORT_AVX512 EXPORT __attribute__((target("avx512f")))

/* Each byte is loaded once, and that is all that is asked of it. */
EXPORT_AVX512 uint64_t ref_read_avx512(const uint64_t *entries, size_t count)
{
	__m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;

	for (size_t i = 0; i < count; i += 32) {
		a = _mm512_or_si512(a, _mm512_load_si512(entries + i));
		b = _mm512_or_si512(b, _mm512_load_si512(entries + i + 8));
		c = _mm512_or_si512(c, _mm512_load_si512(entries + i + 16));
		d = _mm512_or_si512(d, _mm512_load_si512(entries + i + 24));
	}

	return _mm512_reduce_or_epi64(_mm512_or_si512(_mm512_or_si512(a, b), _mm512_or_si512(c, d)));
}

#define ADD_PRESENT(sum, entry) \
	((sum) = _mm512_add_epi64((sum), _mm512_and_si512(_mm512_load_si512(entry), _mm512_set1_epi64(ENTRY_PRESENT))))

/* Tables that lie together: one array of entries. */
EXPORT_AVX512 uint64_t ref_present_avx512(const uint64_t *entries, size_t count)
{
	__m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;

	for (size_t i = 0; i < count; i += 32) {
		ADD_PRESENT(a, entries + i);
		ADD_PRESENT(b, entries + i + 8);
		ADD_PRESENT(c, entries + i + 16);
		ADD_PRESENT(d, entries + i + 24);
	}

	return _mm512_reduce_add_epi64(_mm512_add_epi64(_mm512_add_epi64(a, b), _mm512_add_epi64(c, d)));
}

/* Tables anywhere, by pointer: what our scan takes. */
EXPORT_AVX512 uint64_t ref_present_list_avx512(const uint64_t *const *tables, size_t count)
{
	__m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;

	for (size_t t = 0; t < count; t++) {
		for (size_t i = 0; i < PTRS_PER_TABLE; i += 32) {
			ADD_PRESENT(a, tables[t] + i);
			ADD_PRESENT(b, tables[t] + i + 8);
			ADD_PRESENT(c, tables[t] + i + 16);
			ADD_PRESENT(d, tables[t] + i + 24);
		}
	}

	return _mm512_reduce_add_epi64(_mm512_add_epi64(_mm512_add_epi64(a, b), _mm512_add_epi64(c, d)));
}
