namespace Tests.Host;

/// <summary>Tests that take this machine's huge pages run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class HostCollection
{
    public const string Name = "host";
}
