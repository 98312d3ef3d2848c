namespace Tests.Host;

/// <summary>As <see cref="HostFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HostTheoryAttribute : TheoryAttribute
{
    /// <param name="recorded">The kernel must be the one of the recordings, too.</param>
    public HostTheoryAttribute(bool recorded = false) => Skip = HostSkip.Reason ?? (recorded ? HostSkip.OtherKernel : null);
}
