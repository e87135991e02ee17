using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// By their symbols alone: to which variables and members of a type activations are applied, and which are set to the result
/// of one. Decides no report, only what is worth a closer look.
/// </summary>
internal sealed class SymbolRoles
{
    private readonly HashSet<ISymbol> written = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> activated = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, HashSet<IMethodSymbol>> results = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, (bool ToUnit, bool BothWays)> squashed = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, bool?> helpers = new(SymbolEqualityComparer.Default);
    private readonly TypeModel type;

    public SymbolRoles(TypeModel type)
    {
        this.type = type;
        foreach (var body in type.Activating)
            foreach (var one in body.Calls)
                if (one is IInvocationOperation call && (type.Compilation.Activations.IsOne(call) || Applies(call))) Add(call);
    }

    // z.Map(SpecialFunctions.Logistic), z.Map(v => ...)
    private bool Applies(IInvocationOperation call) => IsOfLibrary(call.TargetMethod) && call.Arguments.Any(argument =>
        argument.Value.WrittenFunction() is { } function && (function is IAnonymousFunctionOperation || type.Compilation.Activations.IsOne(function)));

    public bool IsKnown(ISymbol symbol) => activated.Contains(symbol) || written.Contains(symbol) || Squashed(symbol) is { ToUnit: true } or { BothWays: true };

    /// <summary>Of a method that is a derivative from the output: is it, like that of tanh, one of a function to both sides of zero?</summary>
    public bool? FromOutput(IMethodSymbol helper)
    {
        if (!helpers.TryGetValue(helper, out var isSquare))
            helpers[helper] = isSquare = type.Meaning.OfMethod(helper) is { Form: Form.DerivativeFromOutput } found ? found.Activation.Range.Low < 0 : null;
        return isSquare;
    }

    /// <summary>Is <c>1 - x * x</c> (a square), or <c>x * (1 - x)</c>, unlikely to be right for what the symbol holds?</summary>
    public bool IsOdd(ISymbol symbol, bool isSquare) => written.Contains(symbol) || Squashed(symbol) is var (toUnit, bothWays) && (isSquare
        ? toUnit || activated.Contains(symbol) && !bothWays
        : bothWays || activated.Contains(symbol) && !toUnit);

    // What a method returns is run only where somebody differentiates what holds its result.
    private (bool ToUnit, bool BothWays) Squashed(ISymbol symbol)
    {
        if (!results.TryGetValue(symbol, out var methods)) return default;
        if (squashed.TryGetValue(symbol, out var known)) return known;
        var outputs = methods.Select(Outputs).OfType<Activation>().ToArray();
        return squashed[symbol] = (outputs.Any(one => one.Range.Low >= 0), outputs.Any(one => one.Range.Low < 0));
    }

    /// <summary>The variable or member that an expression reads, whatever its receiver and indices.</summary>
    public static ISymbol? Root(IOperation operation)
    {
        var current = operation.Inner();
        while (true)
        {
            var below = current switch
            {
                IArrayElementReferenceOperation element => element.ArrayReference,
                IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } => list,
                IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } negated => negated.Operand,
                _ => null,
            };
            if (below is null) break;
            current = below.Inner();
        }

        return current.Named();
    }

    private void Add(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (Root(argument.Value) is { } symbol) activated.Add(symbol);
        // z.PointwiseTanh(), z.Map(f)
        if (IsOfLibrary(call.TargetMethod) && call.Instance is { } receiver && Root(receiver) is { } tensor) activated.Add(tensor);
        if (Formula(call) is { } formula) written.Add(formula);
        if (Target(call) is not { } target) return;
        if (IsOfLibrary(call.TargetMethod) && call.Arguments.Any(argument => argument.Value.Type?.TypeKind == TypeKind.Delegate)) written.Add(target);
        if (!results.TryGetValue(target, out var methods)) results[target] = methods = new(SymbolEqualityComparer.Default);
        methods.Add(call.TargetMethod);
    }

    // a = 1 / (1 + Math.Exp(-z)): which function that is, the values tell.
    private static ISymbol? Formula(IInvocationOperation call)
    {
        if (!IsOfLibrary(call.TargetMethod)) return null;
        IOperation current = call;
        while (current.Parent is IBinaryOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation) current = current.Parent;
        return ReferenceEquals(current, call) ? null : Target(current);
    }

    private static bool IsOfLibrary(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty;

    private Activation? Outputs(IMethodSymbol method) => IsOfLibrary(method)
        ? method.Name.EndsWith("tanh", StringComparison.OrdinalIgnoreCase) ? Activations.Named("tanh")
            : method.Name is "sigmoid" or "Sigmoid" or "expit" or "Logistic" ? Activations.Named("sigmoid") : null
        : type.Meaning.OfMethod(method) is { Form: Form.Function } found && found.Activation.Range != Interval.All ? found.Activation : null;

    private static ISymbol? Target(IOperation value)
    {
        var current = value;
        while (current.Parent is IConversionOperation or IParenthesizedOperation) current = current.Parent;
        return current.Parent switch
        {
            ISimpleAssignmentOperation assignment => Root(assignment.Target),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            _ => null,
        };
    }
}
