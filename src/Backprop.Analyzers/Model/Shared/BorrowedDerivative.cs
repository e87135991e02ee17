using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>df = dc * before * i * (1 - i); di = dc * g * i * (1 - i); dg = dc * i * (1 - g * g); back = dc * f;</c>: one gate's
/// derivative stands in two gates' gradients, and another gate's nowhere. Proved of one block: i and g are multiplied with each
/// other, for each stands in the gradient of the other, so that i's own gradient is the one with g; and the other product with
/// i's derivative has a different factor, while f, a value of the same kind that the same gradient is multiplied with, is not
/// differentiated at all. Not where the two have different signs, as those of a gate i that lets in 1 - i of the other side, nor
/// where i is what the gradient is sent back through.
/// </summary>
internal sealed record BorrowedDerivative(IOperation Slope, string Missing)
{
    private const int FewestSlopes = 3;
    private const int FewestProducts = 7;

    public static IEnumerable<BorrowedDerivative> In(TypeModel type)
    {
        foreach (var body in type.Bodies)
        {
            if (!MayBeIn(body)) continue;
            foreach (var operation in body.Operations.Of(OperationKind.Block))
                if (operation is IBlockOperation block && Lines(block) is { Count: > FewestSlopes } lines)
                    foreach (var found in In(lines, type))
                        if (!body.HasErrors) yield return found;
        }
    }

    // Three gradients of a gate, each with the upstream gradient, the other gate and a derivative, and a further product.
    private static bool MayBeIn(MemberBody body)
    {
        if (!body.Blocks.Any(block => ProductParts.MayBeIn(block, FewestProducts))) return false;
        var products = 0;
        foreach (var operation in body.Operations.Of(OperationKind.Binary, OperationKind.Invocation))
            if (ProductParts.IsProduct(operation) && ++products == FewestProducts) return true;
        return false;
    }

    private static IEnumerable<BorrowedDerivative> In(List<Line> lines, TypeModel type)
    {
        var gradients = lines.OfType<Gradient>().ToList();
        if (gradients.Count < FewestSlopes) yield break;
        foreach (var own in gradients)
            foreach (var wrong in gradients)
                if (IsSameSlope(own, wrong) && Judge(own, wrong, lines, gradients) is { } missing && IsDerivative(wrong, type))
                    yield return new(wrong.Slope, missing.Syntax.ToString());
    }

    private static bool IsSameSlope(Gradient own, Gradient wrong) => own != wrong && Equals(own.Kind, wrong.Kind)
        && own.IsNegative == wrong.IsNegative && ProductParts.AreAlike(own.At, wrong.At) && !ProductParts.AreAlike(own.Target, wrong.Target);

    private static IOperation? Judge(Gradient own, Gradient wrong, List<Line> lines, List<Gradient> gradients)
    {
        var shared = own.Others.FindAll(factor => ProductParts.Contains(wrong.Others, factor));
        if (shared.Count == 0 || Beside(own, shared) is not { } partner || Beside(wrong, shared) is not { } other) return null;
        if (!gradients.Exists(one => ProductParts.AreAlike(one.At, partner) && ProductParts.Contains(one.Others, own.At))) return null;
        if (gradients.Exists(one => ProductParts.AreAlike(one.At, other))) return null;
        if (lines.Exists(line => line is not Gradient && Beside(line, shared) is { } sent && ProductParts.AreAlike(sent, own.At))) return null;
        foreach (var line in lines)
            if (line is not Gradient && shared.TrueForAll(factor => ProductParts.Contains(line.Others, factor)) && Beside(line, shared) is { } left
                && IsOfKind(left, own.At) && !ProductParts.AreAlike(left, other) && !gradients.Exists(one => ProductParts.AreAlike(one.At, left))) return left;
        return null;
    }

    // The one factor that the products do not share.
    private static IOperation? Beside(Line line, List<IOperation> shared) =>
        line.Others.FindAll(factor => !ProductParts.Contains(shared, factor)) is [var only] ? only : null;

    private static bool IsOfKind(IOperation x, IOperation y) => x.Kind == y.Kind && SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

    private static bool IsDerivative(Gradient gradient, TypeModel type) => gradient.Kind is not IMethodSymbol method
        || DerivativePairs.IsCandidate(method) && type.Compilation.Pairs.Of(method, type.Cancellation) is { Reading: not PairReading.Unknown };

    // Most blocks have too few products that are kept for a look at their factors.
    private static List<Line> Lines(IBlockOperation block)
    {
        var kept = new List<(IOperation Target, IOperation Product)>();
        foreach (var operation in block.Operations)
            switch (operation)
            {
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation set }:
                    Keep(set.Target, set.Value);
                    break;
                case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } sum }:
                    Keep(sum.Target, sum.Value);
                    break;
                case IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Initializer.Value: { } value } declarator] }] }:
                    Keep(declarator, value);
                    break;
            }

        return kept.Count > FewestSlopes ? kept.ConvertAll(one => Line.Of(one.Target, one.Product)) : [];

        void Keep(IOperation target, IOperation value)
        {
            if (ProductParts.IsProduct(value)) kept.Add((target, value));
        }
    }

    /// <summary>One product that is kept: its factors, of a gradient those beside the derivative.</summary>
    private record Line(IOperation Target, List<IOperation> Others)
    {
        public static Line Of(IOperation target, IOperation product)
        {
            var factors = ProductParts.Of(product);
            foreach (var factor in factors)
                if (Read(factor, factors) is var (at, kind, left)) return new Gradient(target, left, factor, at, kind, ProductParts.IsNegative(product));
            return new(target, factors);
        }

        private static (IOperation At, object Kind, List<IOperation> Left)? Read(IOperation factor, List<IOperation> factors)
        {
            if (factor is IInvocationOperation { TargetMethod: var method, Arguments: [var only] } && !method.DeclaringSyntaxReferences.IsEmpty)
                return (only.Value.Inner(), method, factors.FindAll(other => other != factor));
            if (factor is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference || !difference.LeftOperand.IsNumber(1)) return null;
            var right = difference.RightOperand.Inner();
            // 1 - g * g
            if (ProductParts.RootOf(right) is { } root) return (root, "square", factors.FindAll(other => other != factor));
            // i * (1 - i)
            return factors.Find(other => ProductParts.AreAlike(other, right)) is { } twin
                ? (twin, "product", factors.FindAll(other => other != factor && other != twin))
                : null;
        }
    }

    private sealed record Gradient(IOperation Target, List<IOperation> Others, IOperation Slope, IOperation At, object Kind, bool IsNegative) : Line(Target, Others);
}
