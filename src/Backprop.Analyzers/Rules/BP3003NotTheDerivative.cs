using System.Collections.Immutable;
using System.Globalization;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Learning;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP3003: a function and what stands in the place of its derivative, run side by side, differ. Proved: the two belong
/// together, for others in their places are a function and its derivative; at several points at which the function is
/// smooth the derivative is far off, taken from the input as well as from the output; and it differs in none of the ways
/// in which derivatives differ on purpose (constants, offsets, guards, leaks). Or see <see cref="ChainRuleFaults"/>.
/// </summary>
internal sealed class BP3003NotTheDerivative : IRule
{
    public const string Id = "BP3003";
    public const string Title = "The derivative is not the derivative of its function";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        Title,
        "'{0}' is not the derivative of '{1}': {2} it returns {3}; the derivative of '{1}' there is {4}",
        "A function and its derivative were run on the same numbers. A wrong derivative trains in a wrong direction without any "
        + "error.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        var reported = new List<Diagnostic>();
        foreach (var diagnostic in Found(type))
        {
            // What is inside a derivative that is wrong as a whole is the same fault.
            if (reported.Any(whole => whole.Location.SourceTree == diagnostic.Location.SourceTree
                && whole.Location.SourceSpan.Contains(diagnostic.Location.SourceSpan))) continue;
            reported.Add(diagnostic);
            report(diagnostic);
        }
    }

    private IEnumerable<Diagnostic> Found(TypeModel type)
    {
        foreach (var (at, pair, wrong) in type.Compilation.WrongDerivatives.In(type.Type, type.Cancellation))
        {
            if (Any(type, at, body => body.HasErrors) || LocationOf(at, type.Cancellation) is not { } location) continue;
            var returns = location == at.Locations[0] ? type.Compilation.WrongReturns.Of(pair, wrong, type.Cancellation) : [];
            var declared = wrong.Forward.Locations.Where(place => place.IsInSource && place != location);
            foreach (var one in returns)
                yield return Of(one.At.GetLocation(), declared, wrong.Forward.Name, wrong.Derivative.Name, one.Meaning, one.IsFromOutput);
            if (returns.Count == 0) yield return Of(location, declared, wrong.Forward.Name, wrong.Derivative.Name, wrong.Meaning, IsFromOutput(wrong.Roles));
        }

        foreach (var wrong in type.Compilation.SelectorTable.WrongIn(type.Type, type.Cancellation).Concat(type.Compilation.CreationTable.WrongIn(type)))
            // Other cases may not bind; these two were run, which ends where something does not.
            if (wrong.In is not { } method || !Any(type, method, body => body.IsHalfTyped))
                yield return Of(wrong.At.GetLocation(), [], wrong.Forward, wrong.Derivative, wrong.Meaning, wrong.IsFromOutput);

        foreach (var used in UsedPair.In(type))
        {
            var (forward, derivative) = (used.Misfit.Pair.Forward, used.Misfit.Pair.Derivative);
            var at = SymbolEqualityComparer.Default.Equals(derivative.ContainingType, type.Type) && !Any(type, derivative, body => body.HasErrors) ? LocationOf(derivative, type.Cancellation) : null;
            yield return Of(at ?? used.Call.Syntax.GetLocation(), [used.Established], forward.Name, derivative.Name, used.Meaning, used.IsFromOutput);
        }

        foreach (var fault in ChainRuleFaults.In(type)) yield return fault;

        foreach (var applied in type.Misapplied.Where(found => found.Kind == Misapplication.OfAnotherFunction))
            yield return Of(applied);
    }

    private Diagnostic Of(AppliedDerivative applied)
    {
        const double x = 0.5;
        var (used, wanted) = (applied.Use.Meaning, applied.Applied);
        var got = used.Form == Form.DerivativeFromOutput ? used.Activation.DerivativeFromOutput?.Invoke(wanted.F(x)) : used.Activation.DerivativeFromInput(x);
        return Diagnostic.Create(
            Descriptor, applied.Use.Operation.Syntax.GetLocation(), [applied.Established],
            applied.Use.Text, wanted.Name, "at x = " + Text(x), Text(got ?? double.NaN), Text(wanted.DerivativeFromInput(x)));
    }

    private Diagnostic Of(
        Location location, IEnumerable<Location> declared, string forward, string derivative, PairMeaning meaning, bool isFromOutput)
    {
        var point = "at x = " + Text(meaning.Point);
        return Diagnostic.Create(
            Descriptor, location, declared,
            derivative, forward, isFromOutput ? "handed the output " + point : point, Text(meaning.Got), Text(meaning.Wanted));
    }

    private static bool Any(TypeModel type, ISymbol symbol, Func<MemberBody, bool> has) => type.Bodies.Any(body => has(body)
        && (SymbolEqualityComparer.Default.Equals(body.Member, symbol) || SymbolEqualityComparer.Default.Equals(body.Member, symbol.ContainingSymbol)));

    private static bool IsFromOutput(ImmutableArray<ArgumentRole> roles) =>
        roles.Contains(ArgumentRole.Output) && !roles.Contains(ArgumentRole.PreActivation);

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>The one expression that a method returns, or else its name.</summary>
    private static Location? LocationOf(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not MethodDeclarationSyntax declaration) return null;
        if (declaration.ExpressionBody is { } body) return body.Expression.GetLocation();
        var returned = declaration.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Take(2).ToArray();
        return returned is [{ Expression: { } only }] ? only.GetLocation() : declaration.Identifier.GetLocation();
    }
}
