using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>loss.Slope(f, z, y) * f.Derivative(z)</c>, where <c>Slope</c> multiplies by <c>f.Derivative(z)</c> itself: the gradient
/// has the derivative squared. Proved: the one factor is a call that is handed the function and the value, and in what it may
/// run each term of what is returned has the same derivative of just these two as a factor.
/// </summary>
internal sealed record RepeatedFactor(SharedDerivative Use, IMethodSymbol Within)
{
    public static IEnumerable<RepeatedFactor> In(TypeModel type)
    {
        foreach (var use in type.SharedDerivatives)
        {
            if (type.ValuesOf(use.Body) is not { } values) continue;
            var others = values.Evaluations.SelectMany(evaluation => OthersIn(evaluation.Term, use));
            if (others.Select(other => Multiplying(other, use, type.Compilation)).FirstOrDefault(found => found is not null) is { } within)
                yield return new RepeatedFactor(use, within);
        }
    }

    /// <summary>The calls that a product has beside the derivative.</summary>
    private static IEnumerable<Computation> OthersIn(Term term, SharedDerivative use)
    {
        if (term is not Computation { Operation: IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } }) return [];
        var calls = Factors(term).OfType<Computation>().Where(factor => factor.Operation is IInvocationOperation).ToArray();
        return calls.Any(call => IsUse(call, use)) ? calls.Where(call => !IsUse(call, use)) : [];
    }

    private static IEnumerable<Term> Factors(Term term)
    {
        var open = new Stack<Term>([term]);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (next is Computation { Operation: IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } }) foreach (var part in next.Parts) open.Push(part);
            else yield return next;
        }
    }

    private static bool IsUse(Computation call, SharedDerivative use) => call.Operation.Syntax == use.Call.Syntax;

    /// <summary>What the call may run that multiplies by the derivative, or null.</summary>
    private static IMethodSymbol? Multiplying(Computation other, SharedDerivative use, CompilationModel compilation)
    {
        if (other.Operation is not IInvocationOperation { TargetMethod: var target } call || target.DeclaringSyntaxReferences.IsEmpty) return null;
        var handed = other.Parts.Skip(other.Parts.Length - call.Arguments.Length)
            .Zip(call.Arguments, (term, argument) => (Term: term, argument.Parameter)).ToArray();
        if (handed.FirstOrDefault(one => one.Term.Equals(use.Applied.Argument)).Parameter is not { Ordinal: var value }) return null;
        var function = use.Call.Instance is null ? null : handed.FirstOrDefault(one => one.Term.Equals(use.Applied.Selector)).Parameter?.Ordinal;
        if (use.Call.Instance is not null && function is null) return null;
        var runs = compilation.Hierarchy.IsOpen(target) ? compilation.Hierarchy.ImplementationsOf(target) : ImmutableArray.Create(target.OriginalDefinition);
        return runs.FirstOrDefault(one => compilation.Bodies.BodyOf(one) is { } body && MultipliesIn(body, call => IsSame(call, use, value, function)));
    }

    private static bool IsSame(IInvocationOperation call, SharedDerivative use, int value, int? function) =>
        call.TargetMethod.Name == use.Call.TargetMethod.Name && SymbolEqualityComparer.Default.Equals(Slot.Of(call.TargetMethod), Slot.Of(use.Call.TargetMethod))
        && call.Arguments is [var only] && Ordinal(only.Value) == value && (function is null || call.Instance is { } instance && Ordinal(instance) == function);

    private static int? Ordinal(IOperation operation) => operation.Inner() is IParameterReferenceOperation { Parameter: var parameter } ? parameter.Ordinal : null;

    private static bool MultipliesIn(IOperation body, Func<IInvocationOperation, bool> isDerivative)
    {
        var first = body.Descendants().OfType<IInvocationOperation>().FirstOrDefault(isDerivative);
        if (first is null || body.Descendants().Any(operation => operation is IAssignmentOperation { Target: IParameterReferenceOperation })) return false;
        IOperation whole = first;
        while (whole.Parent is IBinaryOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } or IConversionOperation or IParenthesizedOperation) whole = whole.Parent;
        return IsReturned(whole, body) && AdditiveTerms(whole).All(term => Numerator(term).Any(factor => factor is IInvocationOperation call && isDerivative(call)));
    }

    private static bool IsReturned(IOperation value, IOperation body) => value.Parent switch
    {
        IReturnOperation => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => body.Descendants().OfType<IReturnOperation>()
            .Any(exit => exit.ReturnedValue?.Inner() is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, declarator.Symbol)),
        _ => false,
    };

    private static IEnumerable<IOperation> AdditiveTerms(IOperation sum) => Parts(sum,
        operation => operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } pair ? [pair.LeftOperand, pair.RightOperand] : null);

    private static IEnumerable<IOperation> Numerator(IOperation product) => Parts(product, operation => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } pair => [pair.LeftOperand, pair.RightOperand],
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } quotient => [quotient.LeftOperand],
        _ => null,
    });

    private static IEnumerable<IOperation> Parts(IOperation whole, Func<IOperation, IOperation[]?> split)
    {
        var open = new Stack<IOperation>([whole]);
        while (open.Count > 0)
        {
            var next = open.Pop().Inner();
            if (next is IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } negated) open.Push(negated.Operand);
            else if (split(next) is { } parts) foreach (var part in parts) open.Push(part);
            else yield return next;
        }
    }
}
