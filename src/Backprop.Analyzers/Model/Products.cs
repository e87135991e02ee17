using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>Whether code multiplies numbers, itself or in what it calls: a loop that does not computes no gradient.</summary>
internal sealed class Products(Func<IMethodSymbol, IOperation?> bodies)
{
    private const int DeepestCall = 2;

    private readonly Dictionary<IMethodSymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool AreIn(IOperation code) => AreIn(code, 0);

    private bool AreIn(IOperation code, int depth)
    {
        var called = new List<IMethodSymbol>();
        foreach (var operation in code.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product when !Shapes.IsInteger(product.Type): return true;
                case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply } product when !Shapes.IsInteger(product.Type): return true;
                case IInvocationOperation call: called.Add(call.TargetMethod); break;
                case IMethodReferenceOperation reference: called.Add(reference.Method); break;
            }
        }

        // What is called costs more to look at, so it comes last.
        return called.Any(method => IsProduct(method, depth));
    }

    private bool IsProduct(IMethodSymbol method, int depth)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty) return LibraryArithmetic.Of(method) is Arithmetic.Product or Arithmetic.ProductAndSum;
        if (depth >= DeepestCall) return false;
        if (known.TryGetValue(method, out var answer)) return answer;
        known[method] = false;
        return known[method] = Multiplies(method) || bodies(method) is { } body && AreIn(body, depth + 1);
    }

    // A star in the text is taken for a product: to bind the method only to learn what it multiplies costs more than to look.
    private static bool Multiplies(IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(reference =>
        TreeWords.Of(reference.SyntaxTree).Multiplies(reference.Span));
}
