/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The agent's own memory must neither fault nor grow a page table while a statement runs. So all of it is found once, before
 * any process of the trace, and each process locks it: mlock(2) makes present what is absent and, after a fork, breaks what
 * is copied on write.
 */
#define _GNU_SOURCE
#include "agent.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { RANGES_MAX = 64, STACK_BYTES = 256 * 1024, PAGE_BYTES = 4096 };

static struct { uintptr_t start, end; bool lock; } own[RANGES_MAX];
static int own_count;

static void grow_stack(void)
{
    volatile char deep[STACK_BYTES];
    for (size_t at = 0; at < sizeof deep; at += PAGE_BYTES)
        deep[at] = 1;
}

void find_own_memory(void)
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "re");
    grow_stack();
    now();
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL && own_count < RANGES_MAX) {
        unsigned long start, end;
        char access[5];
        if (sscanf(line, "%lx-%lx %4s", &start, &end, access) != 3 || strstr(line, "[vsyscall]") != NULL)
            continue;
        own[own_count].start = start;
        own[own_count].end = end;
        /* [vvar] and its like are the kernel's; now() has made present what of them is used. */
        own[own_count].lock = access[0] == 'r' && strstr(line, "[v") == NULL;
        own_count++;
    }
    if (maps == NULL || own_count == 0 || own_count == RANGES_MAX)
        exit(1);
    fclose(maps);
}

void print_own_memory(void)
{
    for (int i = 0; i < own_count; i++)
        printf(" %#lx %#lx", (unsigned long)own[i].start, (unsigned long)own[i].end);
}

void settle(void)
{
    for (int i = 0; i < own_count; i++)
        if (own[i].lock && mlock((void *)own[i].start, own[i].end - own[i].start) != 0)
            _exit(1);
    now();
}

bool pin_to_cpu(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0;
}
