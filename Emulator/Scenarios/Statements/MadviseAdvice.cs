namespace Emulator.Scenarios;

/// <summary>MADV_, spelt as the kernel does; a trace writes it in lower case: <c>populate-read</c>, <c>dontneed</c>.</summary>
public enum MadviseAdvice
{
    Dontneed,
    Remove,
    PopulateRead,
    PopulateWrite,
    Dontdump,
    Dodump,
    Normal,
    Sequential,
    Random,
    Willneed,
    Dontfork,
    Dofork,
    Nohugepage,
}
