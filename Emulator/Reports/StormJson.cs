using System.Text.Json;
using Emulator.Accounting;
using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>A storm at one release, for a machine.</summary>
public static class StormJson
{
    public static string Of(string release, StormResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return JsonSerializer.Serialize(new
        {
            kernel = release,
            model_ns = Rounded(result.Nanoseconds),
            ipis = result.Ipis,
            emulated_ipis = result.EmulatedIpis,
            distinct_tables = result.DistinctTables,
            longest_stall_ns = Rounded(result.LongestStallNs),
            bystander_faults = result.Bystander.Count,
            bystander_p50_ns = Rounded(Statistics.Quantile(result.Bystander, 0.5)),
            bystander_p99_ns = Rounded(Statistics.Quantile(result.Bystander, 0.99)),
            bystander_p999_ns = Rounded(Statistics.Quantile(result.Bystander, 0.999)),
            bystander_max_ns = Rounded(result.Bystander.Max()),
            locks = result.Locks.Select(use => new
            {
                @lock = new StateKey(use.Kind, 0).LockName,
                taken = use.Taken,
                held_ns = Rounded(use.HeldNs),
                longest_held_ns = Rounded(use.LongestHeldNs),
                waited_ns = Rounded(use.WaitedNs),
                longest_wait_ns = Rounded(use.LongestWaitNs),
            }),
        });
    }

    private static decimal Rounded(double nanoseconds) => Math.Round((decimal)nanoseconds, 1);
}
