using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>The kernel gave no answer to a statement in the time that it has; nobody knows whether it ever would.</summary>
public sealed class NoAnswerException(Trace trace, Statement statement, TimeSpan limit) : HostException(
    $"{trace.Path}:{statement.Line}: no answer to '{statement.Text}' within {limit.TotalSeconds:0} s: "
    + "this machine is too busy, or its kernel hangs");
