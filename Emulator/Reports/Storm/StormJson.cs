using System.Text.Json;
using Emulator.Costs;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>A storm at one release, and what it depends on, for a machine (docs/storm.md).</summary>
public static class StormJson
{
    /// <param name="profile">Its name.</param>
    public static string Of(string release, StormResult result, StormOptions options, string machine, string profile)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(options);
        return JsonSerializer.Serialize(new
        {
            kernel = release,
            cpus = options.Cpus,
            children = options.Children,
            size_g = options.Gigabytes,
            touch = options.Touches,
            seed = options.Seed,
            machine,
            profile,
            model_ns = JsonContract.Rounded(result.Time.Nanoseconds),
            model_ns_low = JsonContract.Rounded(result.Time.Low),
            model_ns_high = JsonContract.Rounded(result.Time.High),
            ipis = result.Ipis,
            emulated_ipis = result.EmulatedIpis,
            distinct_tables = result.DistinctTables,
            longest_stall_ns = JsonContract.Rounded(result.LongestStallNs),
            bystander_faults = result.Bystander.Count,
            bystander_p50_ns = Percentile(result, 0),
            bystander_p99_ns = Percentile(result, 1),
            bystander_p999_ns = Percentile(result, 2),
            bystander_max_ns = Percentile(result, 3),
            locks = result.Locks.Select(use => new
            {
                @lock = new StateKey(use.Kind, 0).LockName,
                taken = use.Taken,
                held_ns = JsonContract.Rounded(use.HeldNs),
                longest_held_ns = JsonContract.Rounded(use.LongestHeldNs),
                waited_ns = JsonContract.Rounded(use.WaitedNs),
                longest_wait_ns = JsonContract.Rounded(use.LongestWaitNs),
            }),
        });
    }

    /// <summary>What became of the factors with another value of one cost.</summary>
    /// <param name="releases">As they were compared, the first with the others.</param>
    public static string Of(StormSensitivity sensitivity, IReadOnlyList<string> releases)
    {
        ArgumentNullException.ThrowIfNull(sensitivity);
        ArgumentNullException.ThrowIfNull(releases);
        return JsonSerializer.Serialize(new
        {
            sensitivity = sensitivity.Name,
            cost_ns = JsonContract.Rounded(sensitivity.Cost.Nanoseconds),
            cost_ns_low = JsonContract.Rounded(sensitivity.Cost.Low),
            cost_ns_high = JsonContract.Rounded(sensitivity.Cost.High),
            is_virtual = sensitivity.Cost.IsVirtual,
            source = sensitivity.Cost.Source,
            kernel_base = releases[0],
            swing = JsonContract.Part(sensitivity.Swing),
            factors = releases.Skip(1).Select((release, i) => new
            {
                kernel = release,
                with_half = JsonContract.Part(sensitivity.Half[i]),
                with_double = JsonContract.Part(sensitivity.Double[i]),
            }),
        });
    }

    /// <summary>What interrupts and waiting cost on a machine, with sources.</summary>
    public static string Of(StormMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return JsonSerializer.Serialize(new
        {
            machine = machine.Name,
            meaning = machine.Meaning,
            costs = machine.Costs.Select(one => new
            {
                cost = one.Name,
                meaning = one.Meaning,
                cost_ns = JsonContract.Rounded(one.Cost.Nanoseconds),
                cost_ns_low = JsonContract.Rounded(one.Cost.Low),
                cost_ns_high = JsonContract.Rounded(one.Cost.High),
                is_virtual = one.Cost.IsVirtual,
                source = one.Cost.Source,
            }),
        });
    }

    private static decimal? Percentile(StormResult result, int number)
    {
        var (_, part, least) = StormPercentiles.All[number];
        return StormPercentiles.Of(result, part, least) is { } latency ? JsonContract.Rounded(latency) : null;
    }

}
