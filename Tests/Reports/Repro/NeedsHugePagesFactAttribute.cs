namespace Tests.Reports.Repro;

/// <summary>A fact where huge pages can be had, and a compiler; elsewhere skipped, and it says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsHugePagesFactAttribute : FactAttribute
{
    public NeedsHugePagesFactAttribute() => Skip = CCompiler.WhyNot ?? HugePages.WhyNot;
}
