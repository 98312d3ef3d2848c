using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>How the program is to be (`ptemu repro`).</summary>
/// <param name="Release">Whose answers it is held against, and whose mappings say how far a touch steps.</param>
/// <param name="IsSelftest">A kernel selftest that answers in TAP, else JSON lines.</param>
/// <param name="AllowsHang">May it have statements that hang some kernels for ever?</param>
public sealed record ReproOptions(KernelRelease Release, bool IsSelftest = false, bool AllowsHang = false);
