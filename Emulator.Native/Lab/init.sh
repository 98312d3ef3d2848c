#!/bin/busybox sh
# The first and only program of the lab's machine (VirtualMachine.cs starts it): a kernel, busybox, the agent, and this.
# It takes a line on the second serial port and answers with lines, of which the last is a dot:
#
#   functions NAME...  -> those that this kernel can count, the copies that a compiler made (NAME.isra.0) included; they are counted from now on
#   pages N            -> how many free huge pages of 2M there are now; ends the agent
#   agent              -> the agent's first line: a new agent, after the end of the one before
#   ask PID LINE       -> the agent's answer to LINE; then, where PID is not 0, NAME COUNT for each function that PID entered meanwhile
#   status PID...      -> VmPTE of each, in kB
#   maps PID | smaps PID -> the mappings of the agent's files, as /proc tells
export PATH=/bin
/bin/busybox mkdir -p /proc /sys /dev /run
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox --install -s /bin
mount -t tracefs tracefs /sys/kernel/tracing
port=/dev/ttyS1
tracing=/sys/kernel/tracing
agent=0
stty -F $port raw -echo 115200
exec 3<>$port

end_agent() {
    [ $agent = 0 ] && return
    exec 4>&- 5>&-
    wait $agent
    agent=0
}

start_agent() {
    end_agent
    rm -f /run/in /run/out
    mkfifo /run/in /run/out
    /ptemu-agent </run/in >/run/out 3>&- &
    agent=$!
    exec 4>/run/in 5</run/out
    read -r line <&5
    echo "$line" >&3
}

ask() {
    pid=$1
    shift
    if [ $pid != 0 ]; then
        echo >$tracing/trace
        echo 1 >$tracing/tracing_on
    fi
    echo "$*" >&4
    read -r line <&5
    if [ $pid != 0 ]; then
        echo 0 >$tracing/tracing_on
        echo "$line" >&3
        awk -v task="-$pid\$" '$1 ~ task { calls[$5]++ } END { for (name in calls) print name, calls[name] }' $tracing/trace >&3
    else
        echo "$line" >&3
    fi
}

# The tracer starts once, and is stopped between statements: starting it changes code.
trace_functions() {
    echo 0 >$tracing/tracing_on
    # One pass: the kernel makes up this list of some 50,000 each time that it is read. $1: without a module's name.
    awk -v names="$*" 'BEGIN { split(names, list, " "); for (i in list) wanted[list[i]] } { name = $1; sub(/\..*/, "", name); if (name in wanted) print $1 }' \
        $tracing/available_filter_functions | sort -u >/run/functions
    cat /run/functions >$tracing/set_ftrace_filter
    cat /run/functions >&3
    echo function >$tracing/current_tracer
}

mappings() {
    awk '/^[0-9a-f]+-[0-9a-f]+ / { ours = index($0, "/memfd:ptemu-"); if (ours) print } /^VmFlags:/ && ours' "/proc/$2/$1" >&3
}

uname -r >&3
echo . >&3
while read -r verb rest <&3; do
    case $verb in
    functions) trace_functions $rest ;;
    pages)
        end_agent # its processes hold some
        echo "$rest" >/proc/sys/vm/nr_hugepages
        cat /sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages >&3
        ;;
    agent) start_agent ;;
    ask) ask $rest ;;
    status)
        for pid in $rest; do
            awk '/^VmPTE:/ { print $2 }' "/proc/$pid/status" >&3
        done
        ;;
    maps | smaps) mappings $verb $rest ;;
    *) echo "unknown $verb" >&3 ;;
    esac
    echo . >&3
done
poweroff -f
