using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// <c>1 - Math.Pow(a, 2)</c>: the derivative of a squashing function from its output, with a square that is taken as a power.
/// The output is known to be one: the code says so, or the method is the derivative that belongs to such a function.
/// </summary>
internal sealed record PoweredOutput(IInvocationOperation Power, IOperation Output, Activation Activation)
{
    private static readonly WordSet Words = new(["Pow", "PointwisePower", "power", "pow"]);

    public static IEnumerable<PoweredOutput> In(TypeModel type)
    {
        foreach (var body in type.Bodies)
            if (body.Blocks.Any(MentionsPower) && !type.Activating.IsEmpty && !body.HasErrors)
                foreach (var power in body.Calls.OfType<IInvocationOperation>())
                    if (OutputOf(power) is { } output && Around(power) is { } derivative && ActivationOf(type, body, derivative, output) is { } activation)
                        yield return new(power, output, activation);
    }

    private static bool MentionsPower(IOperation block) =>
        TreeWords.Of(block.Syntax.SyntaxTree).Mention(Words, block.Syntax.Span);

    /// <summary>What a library's power squares, where writing it twice is the same.</summary>
    private static IOperation? OutputOf(IInvocationOperation call)
    {
        if (call.TargetMethod.IsFromSource() || call.TargetMethod.Name is not ("Pow" or "PointwisePower" or "power" or "pow")) return null;
        var operands = (call.Instance is { } receiver ? [receiver] : Array.Empty<IOperation>()).Concat(call.Arguments.Where(argument => !argument.IsImplicit).Select(argument => argument.Value)).ToArray();
        return operands is [var squared, var exponent] && exponent.IsNumber(2) && IsRepeatable(squared.Inner().Syntax) ? squared.Inner() : null;
    }

    // this.a[t - 1], cache.A: no call, no step, nothing that does something
    private static bool IsRepeatable(SyntaxNode syntax) => syntax.DescendantNodesAndSelf().All(node => node
        is IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or BracketedArgumentListSyntax or ArgumentSyntax
            or LiteralExpressionSyntax or ThisExpressionSyntax or ParenthesizedExpressionSyntax
        || node is BinaryExpressionSyntax && (node.IsKind(SyntaxKind.AddExpression) || node.IsKind(SyntaxKind.SubtractExpression)));

    /// <summary>The difference that the power stands in.</summary>
    private static IOperation? Around(IOperation power)
    {
        var current = power.Parent;
        while (current is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation) current = current.Parent;
        return current is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } ? current : null;
    }

    private static Activation? ActivationOf(TypeModel type, MemberBody body, IOperation derivative, IOperation output)
    {
        if (OfParameter(type, body, derivative, output) is { } declared) return declared;
        if (type.ValuesOf(body) is not { } values || !values.Terms.TryGetValue(output, out var term)) return null;
        if (values.Evaluations.FirstOrDefault(one => one.Operation == derivative) is not { } evaluation) return null;
        if (type.Meaning.Recognise(evaluation.Term, term) is not { Form: Form.DerivativeFromOutput, Activation: { IsCostly: true } } meaning) return null;
        var use = new ActivationUse(body, evaluation, meaning, term);
        return KnownValues.OutputsOf(type, use).Any(one => one.Activation.Equals(meaning.Activation)) ? meaning.Activation : null;
    }

    /// <summary><c>double Derivative(double y) => 1 - Math.Pow(y, 2)</c> beside the function whose derivative it is.</summary>
    private static Activation? OfParameter(TypeModel type, MemberBody body, IOperation derivative, IOperation output)
    {
        if (output is not IParameterReferenceOperation || body.Member is not IMethodSymbol method) return null;
        var own = type.Compilation.Pairs.Of(method, type.Cancellation)?.Implementations
            .FirstOrDefault(one => SymbolEqualityComparer.Default.Equals(one.Derivative, method));
        return own is { Meaning.Verdict: PairVerdict.DerivativeFromOutput, Activation: { IsCostly: true } activation } ? activation : null;
    }
}
