namespace Perf.Benchmarks;

/// <summary>What a benchmark returns, so that the tests know that it does what it measures.</summary>
/// <param name="expected">The name of a property of the suite, a long that is worked out without the code under measurement.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class YieldsAttribute(string expected) : Attribute
{
    public string Expected => expected;
}
