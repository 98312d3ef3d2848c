/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TLB flushes and interrupts of one task, from the tracepoints tlb:tlb_flush and csd:csd_queue_cpu. perf counts them on CPU 0,
 * with a filter in the kernel that lets that task pass alone (a counter of the task itself would stop before its memory
 * goes, when it exits). tracefs is only asked for the tracepoints' numbers, so nothing has to be put back. Where it is not
 * mounted it is mounted in a mount namespace that dies with the agent.
 */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TRACEFS "/sys/kernel/tracing"

enum { LOCAL, LOCAL_FULL, REMOTE, FLUSH_IPIS, SYNC_IPIS };

static struct { uint64_t event; bool is_here; char filter[128]; } counters[COUNTERS];

static uint64_t event_number(const char *event)
{
    char path[128];
    unsigned long number = 0;
    snprintf(path, sizeof path, TRACEFS "/events/%s/id", event);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%lu", &number) != 1)
        number = 0;
    fclose(file);
    return number;
}

static void mount_tracefs(void)
{
    if (access(TRACEFS "/events", F_OK) == 0)
        return;
    if (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
        mount("ptemu", TRACEFS, "tracefs", 0, NULL);
}

static uint64_t kernel_address(const char *function)
{
    char line[256], name[128];
    FILE *symbols = fopen("/proc/kallsyms", "re");
    unsigned long found = 0, address;
    while (symbols != NULL && found == 0 && fgets(line, sizeof line, symbols) != NULL)
        if (sscanf(line, "%lx %*c %127s", &address, name) == 2 && strcmp(name, function) == 0)
            found = address;
    if (symbols != NULL)
        fclose(symbols);
    return found;
}

static void count_calls_of(int counter, uint64_t event, const char *function)
{
    uint64_t address = kernel_address(function);
    counters[counter].event = address == 0 ? 0 : event;
    snprintf(counters[counter].filter, sizeof counters[counter].filter, "func == %#lx", (unsigned long)address);
}

/* enum tlb_flush_reason: 2 and 3 are flushes by the CPU that asked for them, 4 one that is sent; TLB_FLUSH_ALL is -1. */
void prepare_counters(void)
{
    mount_tracefs();
    uint64_t flush = event_number("tlb/tlb_flush"), queue = event_number("csd/csd_queue_cpu");
    counters[LOCAL].event = counters[LOCAL_FULL].event = counters[REMOTE].event = flush;
    strcpy(counters[LOCAL].filter, "reason == 2 || reason == 3");
    strcpy(counters[LOCAL_FULL].filter, "(reason == 2 || reason == 3) && pages == 0xffffffffffffffff");
    strcpy(counters[REMOTE].filter, "reason == 4");
    count_calls_of(FLUSH_IPIS, queue, "flush_tlb_func");
    count_calls_of(SYNC_IPIS, queue, "tlb_remove_table_smp_sync");
}

static int open_counter(int counter, pid_t task)
{
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_TRACEPOINT,
        .size = sizeof attributes,
        .config = counters[counter].event,
    };
    if (counters[counter].event == 0)
        return -1;
    char filter[192];
    snprintf(filter, sizeof filter, "common_pid == %d && (%s)", task, counters[counter].filter);
    int file = (int)syscall(SYS_perf_event_open, &attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
    if (file >= 0 && ioctl(file, PERF_EVENT_IOC_SET_FILTER, filter) != 0) {
        close(file);
        return -1;
    }
    return file;
}

/*
 * A counter that the kernel refuses once is not there. The one that is opened to find out stays: with the last one of a
 * tracepoint the kernel takes the tracepoint's probe away, which takes tens of milliseconds.
 */
bool has_counter(int counter)
{
    counters[counter].is_here = open_counter(counter, 0) >= 0;
    return counters[counter].is_here;
}

/* An error where one that is there can't be had for this process: its zero would look like a count. */
int open_counters(struct process *process)
{
    int error = 0;
    for (int i = 0; i < COUNTERS; i++) {
        process->counters[i] = open_counter(i, process->pid);
        if (process->counters[i] < 0 && counters[i].is_here)
            error = errno != 0 ? errno : EMFILE;
    }
    return error;
}

void read_counters(const struct process *process, int64_t values[COUNTERS])
{
    for (int i = 0; i < COUNTERS; i++) {
        values[i] = 0;
        if (process->counters[i] >= 0 && read(process->counters[i], &values[i], sizeof values[i]) != sizeof values[i])
            _exit(1);
    }
}
