using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Runs operations on data. It executes what C# says and what the library models know, deterministically, within
/// <see cref="Limits"/>, and without touching anything outside; everything else is unknown (null). An instance has no
/// mutable state of its own but caches of lookups, and may be used from several threads.
/// </summary>
internal sealed class Interpreter
{
    private readonly CancellationToken cancellation;
    private readonly UsedNumbers? freeNumbers;

    public Interpreter(Compilation compilation, IMethodBodies bodies, CancellationToken cancellation)
        : this(compilation, bodies, new Lookups(new Hierarchy(compilation)), cancellation)
    {
    }

    /// <summary>What is looked up is kept for the other interpreters of the same compilation.</summary>
    public Interpreter(Compilation compilation, IMethodBodies bodies, Lookups lookups, CancellationToken cancellation)
        : this(compilation, bodies, lookups, freeNumbers: null, cancellation)
    {
    }

    private Interpreter(
        Compilation compilation, IMethodBodies bodies, Lookups lookups, UsedNumbers? freeNumbers, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        this.freeNumbers = freeNumbers;
        Compilation = compilation;
        Bodies = bodies;
        Lookups = lookups;
        Expressions = new Expressions(this);
        Statements = new Statements(this);
        Places = new Places(this);
        Calls = new Calls(this);
        Objects = new Objects(this);
        Construction = new Construction(this);
        Sequences = new Sequences(this);
    }

    public Compilation Compilation { get; }

    public IMethodBodies Bodies { get; }

    internal Lookups Lookups { get; }

    internal Libraries Libraries => Lookups.Libraries;

    internal Expressions Expressions { get; }

    internal Statements Statements { get; }

    internal Places Places { get; }

    internal Calls Calls { get; }

    internal Objects Objects { get; }

    internal Construction Construction { get; }

    internal Sequences Sequences { get; }

    /// <summary>
    /// The same code, but numbers that are free in it have a generic value instead of being unknown; the symbols for which that
    /// happens are added to <paramref name="used"/>.
    /// </summary>
    public Interpreter WithFreeNumbers(UsedNumbers used) => new(Compilation, Bodies, Lookups, used, cancellation);

    /// <summary>
    /// Calls a method. Type parameters that are still open are tried with double. Arguments of arrays, lists and matrices
    /// are written to in place, as C# would; a by-ref argument that is a plain number is not handed back.
    /// </summary>
    public Datum? Invoke(IMethodSymbol method, Datum? receiver, IReadOnlyList<Datum> arguments)
        => Invoke(method, receiver, [.. arguments.Select(argument => new Cell(argument))], out _);

    /// <summary>Calls a method whose arguments are places, so that ref and out results can be read afterwards.</summary>
    public Datum? Invoke(IMethodSymbol method, Datum? receiver, Reference[] arguments, out bool completed)
    {
        var run = new Run(cancellation, freeNumbers);
        var caller = new Frame(run, null, null, receiver, OpenTypes(method));
        var result = Calls.Invoke(method, receiver, arguments, caller, isVirtual: false);
        completed = !run.Stopped;
        return completed ? result : null;
    }

    /// <summary>Evaluates one expression. Its free variables and <c>this</c> are unknown but for what is given.</summary>
    public Datum? Evaluate(
        IOperation operation,
        IReadOnlyDictionary<IOperation, Datum> known,
        IReadOnlyDictionary<ISymbol, Datum> symbols,
        Datum? self = null)
    {
        var frame = Root(known, symbols, self);
        var result = Expressions.Value(operation, frame);
        return frame.Run.Stopped ? null : result;
    }

    /// <summary>Runs a statement or block and yields what it returns (unknown where it returns nothing).</summary>
    public Datum? RunBody(
        IOperation body,
        IReadOnlyDictionary<IOperation, Datum> known,
        IReadOnlyDictionary<ISymbol, Datum> symbols,
        Datum? self = null)
    {
        var frame = Root(known, symbols, self);
        var outcome = Statements.Execute(body, frame);
        return frame.Run.Stopped || outcome != Outcome.Return ? null : frame.Returned;
    }

    /// <summary>Calls a lambda or delegate in a run of its own.</summary>
    public Datum? Apply(FunctionDatum function, IReadOnlyList<Datum> arguments)
        => Apply(function, [.. arguments.Select(argument => new Cell(argument))], out _);

    /// <summary>The same, with places as arguments.</summary>
    public Datum? Apply(FunctionDatum function, Reference[] arguments, out bool completed)
    {
        var run = new Run(cancellation, freeNumbers);
        var caller = new Frame(run, null, null, null, function.Scope?.Types ?? OpenTypes(function.Method));
        var result = Calls.Apply(function, arguments, caller);
        completed = !run.Stopped;
        return completed ? result : null;
    }

    /// <summary>Creates an object through one of its constructors.</summary>
    public Datum? Construct(IMethodSymbol constructor, IReadOnlyList<Datum> arguments)
    {
        var run = new Run(cancellation, freeNumbers);
        var caller = new Frame(run, null, null, null, OpenTypes(constructor));
        var result = Construction.Create(constructor, [.. arguments.Select(argument => new Cell(argument))], caller);
        return run.Stopped ? null : result;
    }

    private Frame Root(
        IReadOnlyDictionary<IOperation, Datum> known, IReadOnlyDictionary<ISymbol, Datum> symbols, Datum? self)
    {
        var run = new Run(cancellation, freeNumbers)
        {
            Known = known.Count == 0 ? null : known,
            Symbols = symbols.Count == 0 ? null : symbols,
        };
        return new(run, null, null, self, TypeMap.Empty);
    }

    private TypeMap OpenTypes(IMethodSymbol method)
        => TypeMap.AllBoundTo(Compilation.GetSpecialType(SpecialType.System_Double), method);
}
