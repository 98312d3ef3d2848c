/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ptemu-agent performs the statements of a trace on the kernel that it runs on. It knows no trace: ptemu sends numbers,
 * one command a line on standard input, and takes one line of numbers on standard output for each.
 *
 *   file SHIFT SIZE            -> ERRNO              a hugetlb memfd with pages of 1 << SHIFT; files count from 0
 *   start INITIAL TOTAL        -> ERRNO PID...       forks INITIAL processes; TOTAL of them may ever live
 *   do INDEX CALL ARGUMENT...  -> an answer          performs a call (calls.c) in that process
 *   adopt INDEX PID            -> ERRNO              the child of a fork answers as process INDEX from now on
 *   exit INDEX                 -> an answer          ends that process, and waits until its memory is gone
 *   reset                      -> ERRNO              ends all of them and closes the files; then the next trace may start
 *
 * An answer: ERRNO TOUCHED FAULTS SIGBUS SIGSEGV NANOSECONDS CHILD, then the counters (counters.c).
 *
 * One process coordinates; each process of the trace is a fork of it, or of another one. All are pinned to CPU 0. What they
 * need is allocated, touched and locked before the first statement, so that page tables and faults are the trace's alone.
 * None outlives the coordinator, and the coordinator not the one who holds its input (guard.c).
 */
#ifndef AGENT_H
#define AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    PROCESSES_MAX = 512,
    FILES_MAX = 64,
    CONTEXTS_MAX = 16,
    SPINNERS_MAX = 256,
    COUNTERS = 5,
    LINE_BYTES_MAX = 256 * 1024,
};

#define FILE_NAME_PREFIX "ptemu-"

struct answer {
    int64_t error;
    int64_t touched;
    int64_t faults;
    int64_t sigbus;
    int64_t sigsegv;
    int64_t nanoseconds;
    int64_t child;
};

/* A process of the trace as the coordinator sees it. The pipes are made before the first fork, so that every child has its own. */
struct process {
    int command_read, command_write;
    int answer_read, answer_write;
    int pidfd;
    pid_t pid;
    bool spins; /* threads of it may run on other CPUs */
    int counters[COUNTERS];
};

struct hugetlb_file {
    int read_write;
    int read_only;
};

extern struct process processes[PROCESSES_MAX];
extern struct hugetlb_file files[FILES_MAX];

/* wire.c: lines of numbers. */
ssize_t read_line(int file, char *line, size_t size);
void parse_line(char *line);
const char *next_word(void);
uint64_t next_number(void);
bool more_words(void);
bool write_all(int file, const void *bytes, size_t size);

/* memory.c: the agent's own memory. */
void find_own_memory(void);
void print_own_memory(void);
void settle(void);
bool pin_to_cpu(int cpu);

/* counters.c: tracepoints of one task, counted by perf; no setting of the tracing system is touched. */
void prepare_counters(void);
bool has_counter(int counter);
int open_counters(struct process *process);
void read_counters(const struct process *process, int64_t values[COUNTERS]);

/* guard.c: what outlives the coordinator. */
void start_guard(void);
void give_back(const char *path, const char *before);
_Noreturn void end_with_me(const char *pid);

/* traced.c, calls.c: what runs in a process of the trace. */
_Noreturn void serve(int index);
void perform(struct answer *answer);
void forget_parent(void);

/* calls.c: nothing is between start and stop but the call. */
int64_t now(void);
void start_clock(void);
void stop_clock(struct answer *answer, long result);

/* touch.c */
void call_touch(struct answer *answer);

/* spin.c: threads of this process on other CPUs. */
void call_spin(struct answer *answer);
void await_spinners(void);
void release_spinners(void);
void forget_spinners(void);

/* uffd.c */
void call_uffd_register(struct answer *answer);
void call_uffd_unregister(struct answer *answer);
void call_uffd_writeprotect(struct answer *answer);
void call_uffd_continue(struct answer *answer);
void close_userfaultfds(void);

#endif
