using System.Collections.Concurrent;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Recognises what functions compute, whatever their spelling: they are run on samples, and value by value compared with the
/// catalog. A reading is proved on the samples only; that suffices because the samples are generic and the functions short.
/// Answers are kept per compilation; the object may be used from several threads.
/// </summary>
internal sealed class Fingerprints
{
    private static readonly IReadOnlyList<Fingerprint> None = [];
    private static readonly Dictionary<IOperation, Datum> NoOperations = [];
    private static readonly Dictionary<ISymbol, Datum> NoSymbols = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<Fingerprint>> methods = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, IReadOnlyList<Fingerprint>> lambdas = new();
    private readonly ConcurrentDictionary<SyntaxNode, IReadOnlyList<ArgumentReading>> lambdaArgumentReadings = new();
    private readonly Interpreter interpreter;
    private readonly Sampling sampling;
    private readonly Callables callables;
    private readonly ArgumentReadings arguments;
    private readonly MethodPairs pairs;
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<ArgumentReading>> argumentReadings = new(SymbolEqualityComparer.Default);

    public Fingerprints(Interpreter interpreter)
    {
        this.interpreter = interpreter;
        Shapes = new Shapes(interpreter);
        sampling = new Sampling(Shapes);
        callables = new Callables(interpreter, Shapes);
        arguments = new ArgumentReadings(interpreter, Shapes);
        pairs = new MethodPairs(interpreter, Shapes);
    }

    public Shapes Shapes { get; }

    /// <summary>The best reading of an elementwise function over values of a type.</summary>
    public Fingerprint? Recognise(ITypeSymbol inputType, Func<Datum, Datum?> function) => First(Readings(inputType, function));

    /// <summary>All readings: cos is a function of its own and the derivative of sin from the input.</summary>
    public IReadOnlyList<Fingerprint> Readings(ITypeSymbol inputType, Func<Datum, Datum?> function)
        => sampling.Observe(inputType, function) is { } observations ? Matching.Readings(observations) : None;

    /// <summary>Which form of a known activation a function is: for parametrised ones, which the catalog does not hold.</summary>
    public Form? FormOf(Activation activation, ITypeSymbol inputType, Func<Datum, Datum?> function)
    {
        if (sampling.Observe(inputType, function, mayStop: false) is not { } observations)
        {
            return null;
        }

        foreach (var form in new[] { Form.Function, Form.DerivativeFromInput, Form.DerivativeFromOutput })
        {
            if (Matching.IsForm(observations, activation, form))
            {
                return form;
            }
        }

        return null;
    }

    public Fingerprint? OfMethod(IMethodSymbol method) => First(ReadingsOf(method));

    public IReadOnlyList<Fingerprint> ReadingsOf(IMethodSymbol method)
        => methods.GetOrAdd(method.OriginalDefinition, key => Readings(callables.Of(key)));

    /// <summary>What a method of several arguments does to each: <c>(y, gradient) => (1 - y * y) * gradient</c>, <c>(destination, source)</c>.</summary>
    public IReadOnlyList<ArgumentReading> ArgumentReadingsOf(IMethodSymbol method)
        => argumentReadings.GetOrAdd(method.OriginalDefinition, arguments.Of);

    public IReadOnlyList<ArgumentReading> ArgumentReadingsOf(IAnonymousFunctionOperation lambda)
        => lambdaArgumentReadings.GetOrAdd(lambda.Syntax, _ => arguments.Of(lambda));

    public Fingerprint? OfLambda(IAnonymousFunctionOperation lambda) => First(ReadingsOf(lambda));

    public IReadOnlyList<Fingerprint> ReadingsOf(IAnonymousFunctionOperation lambda)
        => lambdas.GetOrAdd(lambda.Syntax, _ => callables.Of(lambda) is { } callable ? Readings([callable]) : None);

    /// <summary>A lambda, a method group or a delegate made of one; null for anything that holds a delegate.</summary>
    public Fingerprint? OfDelegate(IOperation value) => value switch
    {
        IAnonymousFunctionOperation lambda => OfLambda(lambda),
        IMethodReferenceOperation reference => OfMethodGroup(reference.Method),
        IDelegateCreationOperation creation => OfDelegate(creation.Target),
        IConversionOperation { OperatorMethod: null } conversion => OfDelegate(conversion.Operand),
        IParenthesizedOperation parenthesized => OfDelegate(parenthesized.Operand),
        _ => OfHeldDelegate(value),
    };

    /// <summary>What a derivative is to its forward function, where the catalog knows neither.</summary>
    public static PairMeaning OfPair(Func<Datum, Datum?> forward, Func<Datum, Datum?> derivative) => Pairs.Compare(forward, derivative);

    /// <summary>
    /// The same for two methods of one number; see <see cref="MethodPairs"/> for derivatives of two.
    /// </summary>
    public PairMeaning OfPair(IMethodSymbol forward, IMethodSymbol derivative) => pairs.Compare(forward, derivative);

    /// <summary>The same for two lambdas of one number.</summary>
    public PairMeaning OfPair(IAnonymousFunctionOperation forward, IAnonymousFunctionOperation derivative)
        => pairs.Compare(forward, derivative);

    /// <summary>Is every number in this value zero? Null when it holds none, or an unknown one.</summary>
    public static bool? IsZero(Datum? datum)
    {
        var leaves = Leaves.Of(datum);
        return leaves.Count == 0 || leaves.Any(leaf => leaf.Value is not Number)
            ? null
            : leaves.All(leaf => leaf.Value is Number { Value: 0 });
    }

    /// <summary>Does an expression create a value whose numbers are all zero, whatever sizes it is given?</summary>
    public bool? AllZeros(IOperation expression) => Zeros.IsZero(expression, interpreter, Shapes);

    /// <summary>Does an own indexer take -1 for the last element?</summary>
    public bool CountsFromEnd(IMethodSymbol constructor, IPropertySymbol indexer) => NegativeIndices.CountFromEnd(constructor, indexer, interpreter);

    /// <summary>A local or field that always holds the same function.</summary>
    private Fingerprint? OfHeldDelegate(IOperation value)
        => value.Type is INamedTypeSymbol { DelegateInvokeMethod: { Parameters: [var parameter], ReturnsVoid: false } }
            && interpreter.Evaluate(value, NoOperations, NoSymbols) is FunctionDatum function
            ? Recognise(parameter.Type, input => interpreter.Apply(function, [input]))
            : null;

    /// <summary><c>Math.Tanh</c> as a method group names the library's function itself.</summary>
    private Fingerprint? OfMethodGroup(IMethodSymbol method)
        => method.Locations.Any(location => location.IsInSource) || method.Parameters.Length != 1
            ? OfMethod(method)
            : Recognise(method.Parameters[0].Type, input => interpreter.Invoke(method, null, [input]));

    private IReadOnlyList<Fingerprint> Readings(IEnumerable<Callable> candidates)
    {
        foreach (var callable in candidates)
        {
            if (Readings(callable.InputType, callable.Function) is { Count: > 0 } readings)
            {
                return readings;
            }
        }

        return None;
    }

    private static Fingerprint? First(IReadOnlyList<Fingerprint> readings) => readings.Count > 0 ? readings[0] : null;
}
