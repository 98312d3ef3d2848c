namespace Emulator.Scenarios;

/// <summary>A statement that one process makes: all but machine, file and parallel.</summary>
public abstract record ProcessStatement(int Line, string Text, string Process) : Statement(Line, Text);
