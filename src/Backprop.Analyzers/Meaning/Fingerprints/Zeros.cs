using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Does an expression create zeros? It is run with its free integers bound to a small size and its free collections to
/// samples that are not zero.
/// </summary>
internal static class Zeros
{
    private const int Size = 3;
    private const int Largest = 200;

    public static bool? IsZero(IOperation expression, Interpreter interpreter, Shapes shapes)
    {
        if (expression.ConstantValue is { HasValue: true } constant)
        {
            return Defaults.Constant(constant.Value, expression.Type) is Number { Value: var value } ? value == 0 : null;
        }

        var known = new Dictionary<IOperation, Datum>();
        var symbols = new Dictionary<ISymbol, Datum>(SymbolEqualityComparer.Default);
        var visited = 0;
        foreach (var operation in expression.DescendantsAndSelf())
        {
            if (++visited > Largest)
            {
                return null;
            }

            Bind(operation, expression, shapes, known, symbols);
        }

        return Fingerprints.IsZero(interpreter.Evaluate(expression, known, symbols));
    }

    private static void Bind(
        IOperation operation, IOperation root, Shapes shapes, Dictionary<IOperation, Datum> known, Dictionary<ISymbol, Datum> symbols)
    {
        if (ReferenceEquals(operation, root) || operation.ConstantValue.HasValue || operation.Type is not { } type || IsBoundInside(operation, root))
        {
            return;
        }

        if (type.SpecialType == SpecialType.System_Int32 && IsFree(operation))
        {
            known[operation] = Number.Of(Size);
        }
        else if (Symbol(operation) is { } symbol && shapes.Supports(type))
        {
            if (!symbols.TryGetValue(symbol, out var sample) && shapes.Build(type, [.. Enumerable.Repeat(0.5, Size * Size + 1)]) is { } built)
            {
                symbols[symbol] = sample = built;
            }

            if (sample is not null)
            {
                known[operation] = sample;
            }
        }
    }

    private static bool IsFree(IOperation operation)
        => operation is IInvocationOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation || Symbol(operation) is not null;

    private static ISymbol? Symbol(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.Length: 0 } property => property.Property,
        _ => null,
    };

    /// <summary>The parameters of a lambda inside the expression get their values when it is called.</summary>
    private static bool IsBoundInside(IOperation operation, IOperation root)
        => Symbol(operation) is (IParameterSymbol or ILocalSymbol) and { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda }
            && lambda.DeclaringSyntaxReferences.Any(reference => root.Syntax.Span.Contains(reference.Span));
}
