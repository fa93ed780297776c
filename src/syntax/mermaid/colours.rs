//! The names of colours that CSS knows: where a title may begin with a colour, it has to be told from a word.

/// A title without the colour that it begins with. Authors' colours are made for one ground, and pages have two.
pub(super) fn without(title: &str) -> &str {
    let title = title.trim();
    let lower = title.to_ascii_lowercase();
    let functions = ["rgb(", "rgba(", "hsl(", "hsla("];
    if functions.iter().any(|name| lower.starts_with(name)) {
        return title.split_once(')').map_or("", |(_, rest)| rest.trim_start());
    }
    let word = lower.split_whitespace().next().unwrap_or("");
    let is_colour = word.starts_with('#') || NAMES.split_ascii_whitespace().any(|name| name == word);
    match is_colour {
        true => title[word.len()..].trim_start(),
        false => title,
    }
}

const NAMES: &str = "transparent aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet \
    brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod \
    darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen \
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue \
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink \
    indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan \
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray \
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid \
    mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream \
    mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise \
    palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon \
    sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle \
    tomato turquoise violet wheat white whitesmoke yellow yellowgreen";

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn colours_are_no_titles() {
        for (title, rest) in [
            ("Aqua The one", "The one"),
            ("rgb(1, 2, 3) x", "x"),
            ("#fff", ""),
            ("Another team", "Another team"),
            ("", ""),
        ] {
            assert_eq!(without(title), rest);
        }
    }
}
