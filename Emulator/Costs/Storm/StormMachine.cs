using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Costs;

/// <summary>What a machine with many CPUs adds to the costs of functions: interrupts between CPUs, and waiting for locks.</summary>
public sealed record StormMachine(string Name, string Meaning)
{
    /// <summary>One more target: the write to the interrupt controller, and the entry in the target's queue.</summary>
    public required Cost IpiSend { get; init; }

    /// <summary>From the write until the target's first instruction.</summary>
    public required Cost IpiLatency { get; init; }

    /// <summary>Entry and return of the interrupt, once for all that is queued then.</summary>
    public required Cost IpiHandle { get; init; }

    /// <summary>One function out of the queue, and its acknowledgement.</summary>
    public required Cost CsdCall { get; init; }

    /// <summary>From the release of a lock until a task that slept for it runs.</summary>
    public required Cost Wakeup { get; init; }

    /// <summary>From the release of a spinlock until the next in its queue has it.</summary>
    public required Cost SpinHandoff { get; init; }

    /// <summary>The presets, the default first.</summary>
    public static IReadOnlyList<StormMachine> All { get; } =
    [
        new("bare-metal", "x86 with x2APIC; assumed, since what was found has only sums of them (docs/storm.md)")
        {
            IpiSend = Assumed(100, "found only for guests: 1.2 us a target in cluster mode, 2.5 us with an exit for each"),
            IpiLatency = Assumed(1000, "with send, handler and queue 1.7 us for one target; found: 1.7 us without exits"),
            IpiHandle = Assumed(500, "interrupt entry and return with page-table isolation off"),
            CsdCall = Assumed(100, "one line from the sender's cache, one back"),
            Wakeup = Assumed(3000, "wake-up of a sleeping task on an idle CPU"),
            SpinHandoff = Assumed(100, "one line from another core's cache"),
        },
        new("kvm-guest", "the guest of the calibrated profile: one target is 7..10 us there")
        {
            IpiSend = Assumed(2000, "an exit to the hypervisor for each write; found: 1.2 us and 2.5 us (Skylake)") with { IsVirtual = true },
            IpiLatency = new(5000, "derived: smp_call_function_many_cond of epyc-zen3-kvm, less send and handler") { IsVirtual = true },
            IpiHandle = Assumed(1000, "with the end-of-interrupt exit") with { IsVirtual = true },
            CsdCall = Assumed(100, "as bare metal"),
            Wakeup = Assumed(10_000, "an idle virtual CPU is woken by its hypervisor") with { IsVirtual = true },
            SpinHandoff = Assumed(100, "as bare metal"),
        },
    ];

    /// <summary>The costs by the names that <c>--set</c> takes.</summary>
    public IReadOnlyList<StormCost> Costs =>
    [
        new("ipi_send", "one more target: the write to the interrupt controller", IpiSend),
        new("ipi_latency", "from the write to the target's first instruction", IpiLatency),
        new("ipi_handle", "entry and return of the interrupt", IpiHandle),
        new("csd_call", "one function out of the queue, acknowledged", CsdCall),
        new("wakeup", "from a release until a sleeping waiter runs", Wakeup),
        new("spin_handoff", "from a release until a spinning waiter has it", SpinHandoff),
    ];

    /// <summary>The same with another cost; null if it has none of that name.</summary>
    public StormMachine? With(string name, Cost cost) => name switch
    {
        "ipi_send" => this with { IpiSend = cost },
        "ipi_latency" => this with { IpiLatency = cost },
        "ipi_handle" => this with { IpiHandle = cost },
        "csd_call" => this with { CsdCall = cost },
        "wakeup" => this with { Wakeup = cost },
        "spin_handoff" => this with { SpinHandoff = cost },
        _ => null,
    };

    /// <summary>The same with every cost at one end of its interval.</summary>
    public StormMachine At(Func<CostRange, double> end)
    {
        ArgumentNullException.ThrowIfNull(end);
        return Costs.Aggregate(
            this, (machine, one) => machine.With(one.Name, one.Cost with { Nanoseconds = end(new(one.Cost.Nanoseconds, one.Cost.Low, one.Cost.High)) })!);
    }

    /// <summary>The preset of that name, or null.</summary>
    public static StormMachine? Named(string name) => All.FirstOrDefault(machine => machine.Name == name);

    private static Cost Assumed(double nanoseconds, string why) => new(nanoseconds, $"assumed: {why}");
}

/// <summary>What a storm needs of this machine's memory, about.</summary>
public static class StormMemory
{
    // Measured (peak resident, four storms of 10^3 to 10^6 touches): the program, a touch with its part of the exit, a table of the file.
    // The largest took half of this: steps have become smaller since. A G of the mapping is a table of the storm and one of the bystander: 12300.
    private const ulong Base = 100 << 20, EachTouch = 800, EachGigabyte = 13_000;

    /// <summary>A touch with its part of the exit, when the recording is over: measured 200, with two recordings kept of 400,000 touches.</summary>
    private const ulong EachTouchKept = 400;

    /// <param name="kept">Recordings of other releases that are kept meanwhile.</param>
    public static ByteSize Of(StormOptions options, int kept = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(kept);
        var (children, touches, gigabytes) = ((ulong)options.Children, (ulong)options.Touches, (ulong)options.Gigabytes);
        // A child has a PUD table for each 512G that it touches, and what is above them.
        var upper = Math.Min(touches, (gigabytes / 512) + 1) + 2;
        return new(Base + (children * touches * (EachTouch + ((ulong)kept * EachTouchKept))) + (children * upper * 4096) + (gigabytes * EachGigabyte));
    }
}

/// <summary>The storm: a process maps a file whose tables are all there, forks children; each touches some of it, and exits.</summary>
/// <param name="Gigabytes">The size of the mapping, in gigabytes: it has as many tables.</param>
/// <param name="Touches">Pages that each child touches, anywhere.</param>
/// <param name="Seed">Of where they are.</param>
public sealed record StormOptions(int Cpus = 196, int Children = 196, int Gigabytes = 1200, int Touches = 100, ulong Seed = 1)
{
    /// <summary>A bystander's pause between its page faults.</summary>
    public double BystanderPauseNs { get; init; } = 500_000;
}
