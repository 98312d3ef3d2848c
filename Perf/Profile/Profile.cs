using Emulator.Reports;

namespace Perf.Profile;

/// <summary>What the samples of a run say.</summary>
/// <param name="Name">Of the files: cpu or safepoints.</param>
/// <param name="Kind">What kind of samples these are, for whoever looks at the graph.</param>
internal sealed record Profile(string Name, string Kind, FlameFrame Root, long Samples);
