using Emulator.Kernel;

namespace Emulator.Checks;

/// <summary>A page of a private mapping that the program wrote.</summary>
/// <param name="Tag">What it wrote: a new number with each write.</param>
/// <param name="Index">Of the page in its file.</param>
internal readonly record struct WrittenPage(long Tag, HugetlbFile File, ulong Index);
