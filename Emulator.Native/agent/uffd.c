/* SPDX-License-Identifier: GPL-2.0-only */
/* Userfaultfds of this process, by context; each is opened at its first use, before the clock starts. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef UFFD_FEATURE_WP_ASYNC
#define UFFD_FEATURE_WP_ASYNC (1 << 15)
#endif

/*
 * The features that make somebody else answer are not wanted: an event would block its caller until it is read, a wp fault
 * that is resolved by itself is none.
 */
static const uint64_t unwanted = UFFD_FEATURE_EVENT_FORK | UFFD_FEATURE_EVENT_REMAP | UFFD_FEATURE_EVENT_REMOVE
    | UFFD_FEATURE_EVENT_UNMAP | UFFD_FEATURE_WP_ASYNC;

static struct { int file; bool open; } userfaultfds[CONTEXTS_MAX];

static int open_with(uint64_t *features)
{
    struct uffdio_api api = { .api = UFFD_API, .features = *features };
    int file = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return -1;
    if (ioctl(file, UFFDIO_API, &api) != 0) {
        close(file);
        return -1;
    }
    *features = api.features;
    return file;
}

/* Asked for no feature, the kernel tells all that it has. */
static int userfaultfd_of(uint64_t context)
{
    if (context >= CONTEXTS_MAX)
        return -1;
    if (!userfaultfds[context].open) {
        uint64_t features = 0;
        int probe = open_with(&features);
        if (probe < 0)
            return -1;
        close(probe);
        features = (features & ~unwanted) | UFFD_FEATURE_SIGBUS;
        userfaultfds[context].file = open_with(&features);
        userfaultfds[context].open = userfaultfds[context].file >= 0;
    }
    return userfaultfds[context].open ? userfaultfds[context].file : -1;
}

/* After a fork: these are of the parent's memory. */
void close_userfaultfds(void)
{
    for (int i = 0; i < CONTEXTS_MAX; i++) {
        if (userfaultfds[i].open)
            close(userfaultfds[i].file);
        userfaultfds[i].open = false;
    }
}

static void control(struct answer *answer, uint64_t context, unsigned long request, void *argument)
{
    int file = userfaultfd_of(context);
    if (file < 0) {
        answer->error = errno;
        return;
    }
    start_clock();
    stop_clock(answer, ioctl(file, request, argument));
}

static struct uffdio_range next_range(void)
{
    struct uffdio_range range = { .start = next_number() };
    range.len = next_number();
    return range;
}

/* uffd-register CONTEXT START LENGTH MODE */
void call_uffd_register(struct answer *answer)
{
    uint64_t context = next_number();
    struct uffdio_register call = { .range = next_range() };
    call.mode = next_number();
    control(answer, context, UFFDIO_REGISTER, &call);
}

/* uffd-unregister CONTEXT START LENGTH */
void call_uffd_unregister(struct answer *answer)
{
    uint64_t context = next_number();
    struct uffdio_range call = next_range();
    control(answer, context, UFFDIO_UNREGISTER, &call);
}

/* uffd-writeprotect CONTEXT START LENGTH ON */
void call_uffd_writeprotect(struct answer *answer)
{
    uint64_t context = next_number();
    struct uffdio_writeprotect call = { .range = next_range() };
    call.mode = next_number() != 0 ? UFFDIO_WRITEPROTECT_MODE_WP : 0;
    control(answer, context, UFFDIO_WRITEPROTECT, &call);
}

/* uffd-continue CONTEXT START LENGTH */
void call_uffd_continue(struct answer *answer)
{
    uint64_t context = next_number();
    struct uffdio_continue call = { .range = next_range() };
    control(answer, context, UFFDIO_CONTINUE, &call);
}
