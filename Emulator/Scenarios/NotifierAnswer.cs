using Emulator.Notifiers;

namespace Emulator.Scenarios;

/// <summary>What one statement told mmu notifiers.</summary>
public sealed record NotifierAnswer(Statement Statement, Outcome Outcome, StatementNotifiers Told);
