namespace Emulator.Host;

/// <summary>A field of an answer by its name in the contract, as text: what two answers are compared by.</summary>
public readonly record struct AnswerField(string Name, string Value);
