namespace Emulator.Explore;

/// <summary>An actor runs until its next step is the one of that number.</summary>
public readonly record struct ScheduleTurn(string Actor, int UntilStep)
{
    public const int ToTheEnd = int.MaxValue;

    public override string ToString() => UntilStep == ToTheEnd ? $"{Actor}:end" : $"{Actor}:{UntilStep}";
}
