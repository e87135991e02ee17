using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// A member that runs once for each step: a method that ends by calling itself for the neighbouring step, with what it sends
/// there as an argument (<c>Before?.Backward(past)</c>, <c>Back(step.Before, past)</c>, <c>Back(t - 1, past)</c>), or the
/// constructor of a step that is given the step before.
/// </summary>
internal sealed record Recursion(IMethodSymbol Method, IOperation Body, StepLink? Link)
{
    private static readonly ImmutableHashSet<ISymbol> None = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>The constructor's parameter that is the neighbouring step; null for a method that calls itself.</summary>
    public IParameterSymbol? Given { get; init; }

    /// <summary>The members of the steps that refer to the same object in all of them.</summary>
    public ImmutableHashSet<ISymbol> Shared { get; init; } = None;

    /// <summary>The parameters for which every other caller hands zeros.</summary>
    public ImmutableHashSet<ISymbol> Zeros { get; init; } = None;

    /// <summary>In which direction the runs follow each other: a step is made after the one that it is given.</summary>
    public int Stride => Link is null ? 0 : Given is null ? Link.Stride : -Link.Stride;

    public static Recursion? Of(IMethodSymbol method, IOperation body)
    {
        if (!method.ReturnsVoid || method.Parameters.Any(parameter => parameter.RefKind is RefKind.Ref or RefKind.Out)) return null;
        var calls = body.Descendants().OfType<IInvocationOperation>().Where(call => Same(call.TargetMethod.OriginalDefinition, method)).ToList();
        if (calls.Count != 1 || IsRepeated(calls[0])) return null;
        if (Followed(calls[0], method) is { } followed)
            return StepLink.Between(followed.Member, followed.Step, body.Syntax) is { } link ? new Recursion(method, body, link) : null;
        return calls[0].Arguments.Any(CountsOn) && calls[0].Instance is null or IInstanceReferenceOperation ? new Recursion(method, body, null) : null;
    }

    /// <summary>The constructor of the steps that the link goes through: `Before = before;`.</summary>
    public static Recursion? Of(IMethodSymbol constructor, IOperation body, StepLink link)
    {
        var given = body.Descendants().OfType<ISimpleAssignmentOperation>()
            .Where(set => set.Target is IMemberReferenceOperation { Instance: IInstanceReferenceOperation } target && Same(target.Member, link.Member))
            .Select(set => Bare(set.Value)).OfType<IParameterReferenceOperation>().ToList();
        return given.Count == 1 ? new Recursion(constructor, body, link) { Given = given[0].Parameter } : null;
    }

    private static (ISymbol Member, ISymbol? Step)? Followed(IInvocationOperation call, IMethodSymbol method)
    {
        if (Receiver(call) is IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol } own
            && Same(own.Type?.OriginalDefinition, method.ContainingType)) return (own.Member, null);
        foreach (var argument in call.Arguments)
        {
            if (Bare(argument.Value) is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: IParameterReferenceOperation { Parameter: var step } } next
                && Same(step, argument.Parameter?.OriginalDefinition) && Same(next.Type, next.Member.ContainingType)) return (next.Member, step);
        }

        return null;
    }

    // `Before?.Backward(...)` runs on Before.
    private static IOperation? Receiver(IInvocationOperation call)
    {
        if (call.Instance is not IConditionalAccessInstanceOperation) return call.Instance;
        for (var outer = call.Parent; outer is not null; outer = outer.Parent)
            if (outer is IConditionalAccessOperation access) return Bare(access.Operation);
        return null;
    }

    // t - 1
    private static bool CountsOn(IArgumentOperation argument) => Bare(argument.Value) is IBinaryOperation
        { OperatorKind: BinaryOperatorKind.Subtract or BinaryOperatorKind.Add, LeftOperand: IParameterReferenceOperation { Parameter: var counter }, RightOperand.ConstantValue: { HasValue: true, Value: int } }
        && Same(counter, argument.Parameter?.OriginalDefinition);

    private static bool IsRepeated(IOperation call)
    {
        for (var outer = call.Parent; outer is not null; outer = outer.Parent)
            if (outer is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
        return false;
    }

    private static bool Same(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static IOperation Bare(IOperation operation) => operation is IConversionOperation conversion ? Bare(conversion.Operand) : operation;
}
