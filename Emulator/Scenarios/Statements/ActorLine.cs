namespace Emulator.Scenarios;

/// <summary>A line of a parallel block. Lines of one <paramref name="Thread"/> keep their order.</summary>
/// <param name="Actor">Whose thread it is: A for <c>A:</c> and <c>A.2:</c>. It needs not be a process.</param>
/// <param name="Thread">A for the first thread (also where <c>A.1:</c> is written), A.2 for the second.</param>
public sealed record ActorLine(string Actor, string Thread, Statement Statement)
{
    public string ToTraceLine() => $"{Thread}: {Statement.ToTraceLine()}";
}
