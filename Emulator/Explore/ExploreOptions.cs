namespace Emulator.Explore;

/// <summary>How long to look, and how.</summary>
public sealed record ExploreOptions
{
    /// <summary>The search gives up after so long, and says so.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Does it leave out interleavings that nobody can tell from one that was explored?</summary>
    public bool Reduces { get; init; } = true;

    /// <summary>Do findings that only a lazy CPU's speculation could use end the search too?</summary>
    public bool IsStrict { get; init; }

    /// <summary>Goes on after a violation, and keeps the different outcomes.</summary>
    public bool FindsAll { get; init; }

    /// <summary>Told now and then how far it is.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>The time of a search is over while an execution is under way.</summary>
internal sealed class OutOfTimeException : Exception;
