using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Is a derivative used as backpropagation uses it: as a factor? Link functions of regressions, probability densities and
/// interpolation have derivatives too, and are no business of ours. Where it multiplies by the upstream gradient itself, it
/// says so; otherwise some call of it, or of a method that returns what it returns, must stand in a product, or its result be
/// handed on with other numbers. Only asked before a report.
/// </summary>
internal sealed class GradientUse(Compilation compilation, SourceBodies bodies)
{
    private const int MostWrappers = 6;
    private const int HighestClimb = 12;

    public bool Of(DerivativePair pair, CancellationToken cancellation) =>
        pair.Implementations.Any(one => one.Roles.Contains(ArgumentRole.Upstream)) || Of(pair.Derivative, cancellation);

    public bool Of(IMethodSymbol derivative, CancellationToken cancellation)
    {
        var open = new Queue<IMethodSymbol>([Slot.Of(derivative)]);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        while (open.Count > 0 && seen.Count < MostWrappers)
        {
            var slot = open.Dequeue();
            if (!seen.Add(slot)) continue;
            foreach (var call in Uses(slot, cancellation))
            {
                if (IsFactor(call, out var wrapper)) return true;
                if (wrapper is not null) open.Enqueue(Slot.Of(wrapper));
            }
        }

        return false;
    }

    private IEnumerable<IOperation> Uses(IMethodSymbol slot, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (tree.GetText(cancellation).ToString().IndexOf(slot.Name, StringComparison.Ordinal) < 0) continue;
            foreach (var name in tree.GetRoot(cancellation).DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == slot.Name))
                if (Call(name) is { } call && Method(call) is { } method && SymbolEqualityComparer.Default.Equals(Slot.Of(method), slot))
                    yield return call;
        }
    }

    // f.Derivative(z), or the method alone as a function that is handed over
    private IOperation? Call(SimpleNameSyntax name)
    {
        var callee = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (SyntaxNode)name;
        var call = callee.Parent is InvocationExpressionSyntax invocation && invocation.Expression == callee ? invocation
            : callee.Parent is MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax conditional } ? conditional
            : callee;
        return call is ExpressionSyntax && call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not null ? bodies.OperationAt(call) : null;
    }

    private static IMethodSymbol? Method(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IMethodReferenceOperation reference => reference.Method,
        IDelegateCreationOperation { Target: IMethodReferenceOperation target } => target.Method,
        _ => null,
    };

    /// <summary>Does the value stand in a product? If a method returns it, that method is a derivative as well.</summary>
    public static bool IsFactor(IOperation value, out IMethodSymbol? wrapper)
    {
        wrapper = null;
        // A function that is kept is applied somewhere else.
        if (value is IMethodReferenceOperation or IDelegateCreationOperation or { Type.TypeKind: TypeKind.Delegate }) return true;
        var (current, height) = (value, 0);
        for (; current.Parent is { } parent && height < HighestClimb; current = parent, height++)
        {
            switch (parent)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply }:
                case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply }:
                    return true;
                case IInvocationOperation call when IsHandedOn(call, current):
                case IArgumentOperation { Parent: IInvocationOperation user } when IsHandedOn(user, current):
                    return true;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return IsMultiplied(declarator.Symbol, parent.Root());
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    return IsMultiplied(local.Local, parent.Root());
                case IReturnOperation returned:
                    wrapper = Enclosing(returned);
                    return false;
                case IExpressionStatementOperation:
                    return false;
            }
        }

        return false;
    }

    // error.PointwiseMultiply(f.Derivative(z)), Hadamard(error, f.Derivative(z)), f.Derivative(z).Multiply(error)
    private static bool IsHandedOn(IInvocationOperation call, IOperation part) =>
        (call.Type is { SpecialType: SpecialType.System_Void } || Shape.IsNumeric(call.Type)) && call.Arguments.Select(argument => argument.Value).Concat(call.Instance is { } receiver ? [receiver] : Array.Empty<IOperation>())
            .Count(operand => operand.Type is { } type && !Shape.IsNumber(type) && Shape.IsNumeric(type)) > 1 && Shape.IsNumeric(part is IArgumentOperation argument ? argument.Value.Type : part.Type);

    private static bool IsMultiplied(ILocalSymbol local, IOperation root) => root.Descendants().OfType<ILocalReferenceOperation>()
        .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local) && Around(reference).Any(around => around
            is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply }
            or IArgumentOperation { Parent: IInvocationOperation } || around is IInvocationOperation call && IsHandedOn(call, reference)));

    private static IEnumerable<IOperation> Around(IOperation operation)
    {
        for (var (current, height) = (operation.Parent, 0); current is not null && height < 3; current = current.Parent, height++) yield return current;
    }

    private static IMethodSymbol? Enclosing(IOperation operation)
    {
        var root = operation.Root();
        return root.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart) is IMethodSymbol { MethodKind: MethodKind.Ordinary } method ? method : null;
    }
}
