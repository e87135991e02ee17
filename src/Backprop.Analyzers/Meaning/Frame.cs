using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// The variables of one call. A lambda's frame has the frame it was created in (a snapshot of its cells) as its outer frame;
/// a local function's that of its declaration.
/// </summary>
internal sealed class Frame(Run run, Frame? outer, IMethodSymbol? method, Datum? self, TypeMap types)
{
    private readonly Datum? self = self;
    private Variables? variables;
    private Stack<Datum?>? receivers;

    public Run Run { get; } = run;

    public Frame? Outer { get; } = outer;

    public IMethodSymbol? Method { get; } = method;

    /// <summary>this, also inside lambdas and local functions; null when unknown.</summary>
    public Datum? This
    {
        get
        {
            var frame = this;
            while (frame.self is null && frame.Outer is not null)
            {
                frame = frame.Outer;
            }

            return frame.self;
        }
    }

    public TypeMap Types { get; } = types;

    public Datum? Returned { get; set; }

    /// <summary>What an iterator has yielded so far.</summary>
    public List<Datum?>? Yielded { get; set; }

    /// <summary>Where a break, continue or goto is heading.</summary>
    public ILabelSymbol? Target { get; set; }

    /// <summary>Receivers of object initialisers and of <c>?.</c>, innermost last.</summary>
    public Stack<Datum?> Receivers => receivers ??= new();

    /// <summary>The innermost of them.</summary>
    public Datum? Receiver => receivers is { Count: > 0 } ? receivers.Peek() : null;

    public Reference Declare(ISymbol variable, Datum? value) => Bind(variable, new Cell(value));

    public Reference Bind(ISymbol variable, Reference reference)
    {
        (variables ??= new()).Set(variable, reference);
        return reference;
    }

    public Reference? Find(ISymbol variable)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame.variables?.Find(variable) is { } reference)
            {
                return reference;
            }
        }

        return null;
    }

    /// <summary>A frame that sees the cells that exist now: later iterations of a loop declare their own.</summary>
    public Frame Snapshot()
    {
        var copy = new Frame(Run, Outer, Method, self, Types);
        copy.variables = variables?.Copy();
        return copy;
    }

    /// <summary>The frame of the method that declares a local function.</summary>
    public Frame FrameOf(ISymbol? declaring)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (SymbolEqualityComparer.Default.Equals(frame.Method?.OriginalDefinition, declaring?.OriginalDefinition))
            {
                return frame;
            }
        }

        return this;
    }
}
