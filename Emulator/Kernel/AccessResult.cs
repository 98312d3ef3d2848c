namespace Emulator.Kernel;

/// <summary>One access of a process: how often it faulted well, and how it ended.</summary>
/// <param name="Faults">Page faults that were handled.</param>
/// <param name="End"><see cref="FaultResult.Handled"/> where the access went through, else its signal.</param>
public readonly record struct AccessResult(int Faults, FaultResult End);
