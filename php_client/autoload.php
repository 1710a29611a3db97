<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * Loads FrameByFrame\Name from src/Name.php, and the functions that chapter 10 rebuilds.
 * A file of the same name in the folder FRAMEBYFRAME_MY_PHP takes the place of the one in src/.
 */
function sourceFile(string $name): string
{
    $mine = getenv('FRAMEBYFRAME_MY_PHP') . "/{$name}.php";
    return is_file($mine) ? $mine : __DIR__ . "/src/{$name}.php";
}

spl_autoload_register(function (string $class): void {
    $prefix = __NAMESPACE__ . '\\';
    $file = sourceFile(substr($class, strlen($prefix)));
    if (str_starts_with($class, $prefix) && is_file($file)) {
        require $file;
    }
});

foreach (['acceptValue', 'encodeLength', 'mask', 'readFrame', 'readLength'] as $function) {
    require sourceFile($function);
}
