using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>How fast ours is beside a reference: a line of <c>ptemu bench --reference</c>.</summary>
/// <param name="Reference">What it is held against.</param>
/// <param name="Size">The size of the tables, or of the address space.</param>
/// <param name="Ratio">How many times as fast as the reference: the median of the rounds' ratios.</param>
/// <param name="Target">What issue 5 asks for; null where it asks for none.</param>
internal sealed record RatioRow(
    [property: JsonPropertyName("work")] string Work,
    [property: JsonPropertyName("reference")] string Reference,
    [property: JsonPropertyName("size")] string Size,
    [property: JsonPropertyName("ours_ns")] double OursNs,
    [property: JsonPropertyName("reference_ns")] double ReferenceNs,
    [property: JsonPropertyName("ratio")] double Ratio,
    [property: JsonPropertyName("target")] double? Target,
    [property: JsonPropertyName("rounds")] int Rounds,
    [property: JsonPropertyName("machine")] string Machine)
{
    /// <summary>How many tables a walk goes over.</summary>
    [JsonPropertyName("tables")]
    public int? Tables { get; init; }

    /// <summary>Of building and tearing down: the tables' bytes that are written.</summary>
    [JsonPropertyName("bytes")]
    public long? Bytes { get; init; }

    /// <summary>How far the rounds of ours spread (<see cref="Contest.Spread"/>), in percent; null in results of before it was kept.</summary>
    [JsonPropertyName("ours_stddev_percent")]
    public double? OursSpread { get; init; }

    /// <summary>How far the rounds' ratios spread.</summary>
    [JsonPropertyName("ratio_stddev_percent")]
    public double? RatioSpread { get; init; }

    internal bool? IsMet => Target is null ? null : Ratio >= Target;

    internal string Json() => JsonSerializer.Serialize(this);

    /// <summary>The row of two contestants.</summary>
    internal static RatioRow Of(Contest contest, string work, string ours, string reference, string size, double? target) => new(
        work, reference, size, Digits.Four(contest.Median(ours)), Digits.Four(contest.Median(reference)),
        Digits.Four(contest.Ratio(ours, reference)), target, contest.Rounds, HostMachine.Describe())
    {
        OursSpread = Digits.Four(contest.Spread(ours)),
        RatioSpread = Digits.Four(contest.RatioSpread(ours, reference)),
    };

    /// <summary>The row of two lists of times, round by round.</summary>
    internal static RatioRow Of(
        string work, IReadOnlyList<double> ours, string reference, IReadOnlyList<double> theirs, string size, double? target)
    {
        var ratios = Contest.RatiosOf(ours, theirs);
        return new(
            work, reference, size, Digits.Four(Contest.MedianOf(ours)), Digits.Four(Contest.MedianOf(theirs)),
            Digits.Four(Contest.MedianOf(ratios)), target, ratios.Count, HostMachine.Describe())
        {
            OursSpread = Digits.Four(Contest.SpreadOf(ours)),
            RatioSpread = Digits.Four(Contest.SpreadOf(ratios)),
        };
    }
}

internal static class Digits
{
    /// <summary>To four digits, which is more than a measurement is worth.</summary>
    internal static double Four(double value) => double.Parse(value.ToString("G4"), CultureInfo.InvariantCulture);
}

/// <summary>What results call a <see cref="SimdKernel"/>: by the instructions, as other programs do.</summary>
internal static class IsaName
{
    internal static string Of(SimdKernel kernel) => kernel switch
    {
        SimdKernel.Vector512 => "avx512",
        SimdKernel.Vector256 => "avx2",
        _ => "scalar",
    };
}
