using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>f(x) * (1 - f(x))</c> and <c>1 - f(x) * f(x)</c> of a function that is chosen elsewhere: an interface's, or one that a
/// method returns for an enum. Which activation it is need not be known; both calls are written alike, they write nothing, and
/// something of that name leads to a costly function.
/// </summary>
internal sealed record RepeatedSlope(IInvocationOperation First, IInvocationOperation Again)
{
    public static IEnumerable<RepeatedSlope> In(TypeModel type)
    {
        foreach (var body in type.Bodies)
        {
            if (!type.Compilation.Gate.MayActivate(body)) continue;
            List<IInvocationOperation>? chosen = null;
            foreach (var operation in body.Calls)
                if (IsOperand(operation) && operation is IInvocationOperation { Arguments: [var only] } call && IsChosen(call, body, type)
                    && Flow.Values.Shape.IsReal(only.Value.Type) && Flow.Values.Shape.IsReal(call.Type)) (chosen ??= []).Add(call);
            if (chosen is not { Count: > 1 } || body.IsHalfTyped) continue;
            foreach (var again in chosen)
                if (FirstOf(again, chosen) is { } first && !IsBroken(again) && IsPure(again, type)) yield return new(first, again);
        }
    }

    // The shape first: few calls are factors, or taken from something.
    private static bool IsOperand(IOperation call)
    {
        var outer = call.Parent;
        while (outer is { Kind: OperationKind.Conversion or OperationKind.Parenthesized }) outer = outer.Parent;
        return outer is { Kind: OperationKind.Binary };
    }

    private static bool IsChosen(IInvocationOperation call, MemberBody body, TypeModel type) => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
        ? call.Instance?.Inner() is IInvocationOperation && SourcePairs.SourceOf(call, body) is { } source && type.Compilation.Gate.IsCostlyName(source.Name)
        : call.IsVirtual && type.Compilation.Gate.IsCostlyName(call.TargetMethod.Name) && type.Compilation.Activations.Evaluates(call.TargetMethod);

    // The other call of the same slope, where this one is the later.
    private static IInvocationOperation? FirstOf(IInvocationOperation again, List<IInvocationOperation> chosen)
    {
        if (SlopeAround(again) is not { } slope) return null;
        foreach (var first in chosen)
            if (first.Syntax.SpanStart < again.Syntax.SpanStart && slope.Syntax.Span.Contains(first.Syntax.Span) && ProductParts.AreAlike(first, again) && IsSlopeOf(slope, again)) return first;
        return null;
    }

    /// <summary>The outermost product or difference that a call stands in.</summary>
    private static IOperation? SlopeAround(IOperation call)
    {
        var current = call;
        while (current.Parent is IConversionOperation or IParenthesizedOperation
            or IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.Subtract }) current = current.Parent;
        return current is IBinaryOperation || current.Inner() is IBinaryOperation ? current : null;
    }

    private static bool IsSlopeOf(IOperation slope, IOperation call)
    {
        var factors = ProductParts.Of(slope);
        foreach (var factor in factors)
            if (factor is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference && difference.LeftOperand.IsNumber(1))
                if (ProductParts.AreAlike(difference.RightOperand, call) && ProductParts.Contains(factors, call)
                    || ProductParts.RootOf(difference.RightOperand) is { } root && ProductParts.AreAlike(root, call)) return true;
        return false;
    }

    // Of functions told apart by an enum, others may not bind.
    private static bool IsBroken(IOperation call)
    {
        var function = call;
        while (function.Parent is { } parent && function is not (IAnonymousFunctionOperation or ILocalFunctionOperation)) function = parent;
        return OperationParts.Exists(function, operation => operation.Kind == OperationKind.Invalid);
    }

    private static bool IsPure(IInvocationOperation call, TypeModel type) => !OperationParts.Exists(call, part => Fillings.Of(part) is not null)
        && (call.Instance?.Inner() is IInvocationOperation choice && call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            ? type.Compilation.Bodies.RunnableBodyOf(choice.TargetMethod) is { } body && !OperationParts.Exists(body, IsWrite)
            : type.Compilation.Effects.Of(call).WritesNothing);

    // var e = Math.Exp(-x); is none.
    private static bool IsWrite(IOperation operation) => Fillings.Of(operation) is var (target, _) && target.Inner() is not ILocalReferenceOperation;
}
