using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>Slope(f, z, target, y) => 2 * (f.At(z) - y) * f.Derivative(z)</c> of a loss, where the callers hand over as y what f.At(z)
/// has left: the difference is zero for every target. Proved: that is what each call hands over, as far as the forward pass
/// goes; the target is never read, though another loss in the same place reads it.
/// </summary>
internal sealed record IgnoredTarget(IOperation Difference, IParameterSymbol Output, IParameterSymbol Target, IInvocationOperation Function, Location Caller)
{
    private const int MostCallers = 20;

    public static IEnumerable<IgnoredTarget> In(TypeModel type)
    {
        foreach (var use in type.SharedDerivatives)
            if (use.Body.Member is IMethodSymbol { IsStatic: false } method && DifferenceIn(use, method, type.Compilation) is var (difference, function, output)
                && TargetOf(method, output, use.Body, type.Compilation) is { } target
                && AllCallers(use, method, output, type) is { } caller)
                yield return new(difference, output, target, function, caller);
    }

    // The factor f.At(z) - y beside f.Derivative(z)
    private static (IOperation Difference, IInvocationOperation Function, IParameterSymbol Output)? DifferenceIn(SharedDerivative use, IMethodSymbol method, CompilationModel compilation)
    {
        if (ParameterOf(use.Call.Arguments is [var only] ? only.Value : null, method) is null) return null;
        IOperation product = use.Call;
        while (product.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } or IConversionOperation or IParenthesizedOperation) product = product.Parent;
        foreach (var factor in ProductParts.Of(product))
            if (factor is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference)
                foreach (var (made, other) in new[] { (difference.LeftOperand.Inner(), difference.RightOperand), (difference.RightOperand.Inner(), difference.LeftOperand) })
                    if (made is IInvocationOperation { Arguments: [var of] } function && compilation.SharedFacts.Functions.IsCall(function, use.Pair)
                        && ProductParts.AreAlike(of.Value, use.Call.Arguments[0].Value) && IsOfSameObject(function, use.Call) && ParameterOf(other, method) is { } output)
                        return (difference, function, output);
        return null;
    }

    private static bool IsOfSameObject(IInvocationOperation x, IInvocationOperation y) =>
        x.Instance is null ? y.Instance is null : y.Instance is not null && ProductParts.AreAlike(x.Instance, y.Instance);

    private static IParameterSymbol? ParameterOf(IOperation? value, IMethodSymbol method) =>
        value?.Inner() is IParameterReferenceOperation { Parameter: var parameter } && Same(parameter.ContainingSymbol, method) ? parameter : null;

    private static IParameterSymbol? TargetOf(IMethodSymbol method, IParameterSymbol output, MemberBody body, CompilationModel compilation)
    {
        var others = compilation.Hierarchy.ImplementationsOf(Slot.Of(method)).Where(one => !Same(one, method.OriginalDefinition)).ToArray();
        return method.Parameters.FirstOrDefault(parameter => !Same(parameter, output) && Same(parameter.Type, output.Type)
            && !body.Operations.Exists(operation => IsRead(operation, parameter.Ordinal))
            && others.Any(other => compilation.Bodies.BodyOf(other) is { } otherBody && OperationParts.Exists(otherBody, operation => IsRead(operation, parameter.Ordinal))));
    }

    private static bool IsRead(IOperation operation, int ordinal) =>
        operation is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol } parameter } && parameter.Ordinal == ordinal;

    /// <summary>One of the calls, where each hands over the output; else null.</summary>
    private static Location? AllCallers(SharedDerivative use, IMethodSymbol method, IParameterSymbol output, TypeModel type)
    {
        var (compilation, slot) = (type.Compilation, Slot.Of(method));
        var members = compilation.SharedFacts.Index.Mentioning(method.Name);
        if (members.Length > MostCallers) return null;
        Location? first = null;
        foreach (var member in members)
        {
            if (compilation.Bodies.BodyOf(member) is not { } block || !OperationParts.Exists(block, operation => IsCall(operation, slot))) continue;
            if (compilation.WalkOf(member, block, type.Cancellation) is not { } values) return null;
            var written = DirectWrites.Of(new MemberBody(member, ImmutableArray.Create(block)), compilation.Effects);
            var calls = values.Evaluations.Where(one => IsCall(one.Operation, slot) && one.Term is Computation).ToArray();
            if (calls.Length == 0 || !calls.All(call => HandsOverOutput(call, use, output, written, type))) return null;
            first ??= calls[0].Operation.Syntax.GetLocation();
        }

        return first;
    }

    private static bool IsCall(IOperation operation, IMethodSymbol slot) => operation is IInvocationOperation { TargetMethod: var target }
        && target.Name == slot.Name && Same(Slot.Of(target), slot);

    private static bool HandsOverOutput(Evaluation evaluation, SharedDerivative use, IParameterSymbol output, HashSet<Region> written, TypeModel type)
    {
        if (evaluation.Operation is not IInvocationOperation call || evaluation.Term is not Computation computation) return false;
        var handed = computation.Parts.Skip(computation.Parts.Length - call.Arguments.Length)
            .Zip(call.Arguments, (term, argument) => (Term: term, Ordinal: argument.Parameter?.Ordinal ?? -1)).ToArray();
        if (Term(ParameterOf(use.Call.Arguments[0].Value, (IMethodSymbol)output.ContainingSymbol)) is not { } of || Term(output) is not { } held) return false;
        var selector = Term(ParameterOf(use.Call.Instance, (IMethodSymbol)output.ContainingSymbol));
        var applied = new Applied(call, selector ?? use.Applied.Selector, of, "");
        var at = new EntryView(evaluation.Before, written);
        return held is Place place && type.Compilation.SharedFacts.Of(use.Pair, type.Cancellation)
            .Any(fact => fact.HolderOf(applied, at, selector is not null) is { } holder && holder.At(0).Equals(place.At(0)));

        Term? Term(IParameterSymbol? parameter) => Array.Find(handed, one => one.Ordinal == parameter?.Ordinal).Term;
    }

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);
}
