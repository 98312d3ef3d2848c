namespace Tests.Reports.Repro;

/// <summary>A fact where there is a C compiler; elsewhere skipped, and it says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsCompilerFactAttribute : FactAttribute
{
    public NeedsCompilerFactAttribute() => Skip = CCompiler.WhyNot;
}
