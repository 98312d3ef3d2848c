namespace Tests.Host;

/// <summary>A test that asks this machine's kernel: skipped, with the reason, where it can't be asked.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HostFactAttribute : FactAttribute
{
    public HostFactAttribute() => Skip = HostSkip.Reason;
}
